"""The screens of the office's day before axe and on the narrowest screen, and two reviewers at once (issue 5).

One office for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from domain.access import Role
from tests.browser.axe import Look
from tests.browser.conftest import Counter, opened_counter
from tests.browser.staff import Desk, seated
from tests.chromium import Launcher
from tests.factories.applications import hire
from tests.factories.office_day import Day, furnished
from tests.factories.offices import make_staff
from tests.fakes.printer import QuickPrinter

pytestmark = pytest.mark.browser
EVERY_POST = (Role.REVIEWER, Role.RECEPTION, Role.ISSUER, Role.DISPATCHER, Role.ADMINISTRATOR)


@dataclass
class Running:
    """The office, and somebody at every post of it."""

    counter: Counter
    day: Day
    desk: Desk

    def page_of(self, code: str) -> str:
        return f"{self.counter.url}/office/applications/{self.day.codes[code]}"


@pytest.fixture(scope="module")
def running(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with opened_counter(tmp_path_factory.mktemp("day"), QuickPrinter()) as counter:
        administrator, _ = make_staff(counter.office, Role.ADMINISTRATOR)
        day = furnished(counter.office, counter.clock, hire(counter.office), administrator)
        counter.post_mails()
        yield Running(counter, day, seated(launcher.browser(), counter, *EVERY_POST))


PAGES = (
    "applications", "applications/parcels", "applications/batches", "applications/batches/{done}",
    "applications/batches/{open}", "applications/receipts?show=all",
"applications/changes", "applications/revocations", "figures",
    "mails", "mails/1", "mails/texts", "mails/texts/rejected",
)  # fmt: skip
"""Of the office as a whole."""
OWN_PAGES = (
    ("printed", ""), ("arrived", ""), ("reviewing", ""), ("reviewing", "/substitution"), ("reviewing", "/deficiency"),
    ("reviewing", "/former"), ("deficient", ""), ("accepted", ""), ("accepted", "/issue"),
    ("issued", ""), ("issued", "/reprint"), ("late", "?scanned=yes"), ("late", "/receipt/extension"),
    ("late", "/revocation?because=receipt"), ("late", "/change"), ("revoked", "/revocation"),
    ("late", "/revocation/holder"),
)  # fmt: skip
"""Of one application."""


def test_every_screen_of_the_day(running: Running) -> None:
    """WCAG 2.2 AA and 320 px (1.4.10), with everything there that there is to see."""
    look, office = Look(running.desk.page), f"{running.counter.url}/office"
    for path in PAGES:
        look.at(f"{office}/{path.format(done=running.day.done_batch, open=running.day.open_batch)}")
    for number, (code, rest) in enumerate(OWN_PAGES):
        # What the applicant typed looks the same in every state.
        look.at(running.page_of(code) + rest, without=".detail__given" if number and not rest.startswith("/") else "")
    look.page.goto(running.page_of("printed"))
    look.page.locator('[name="registry_arrived"]').check()
    expect(look.page.locator('[name="registry_from"]')).to_be_visible()
    look.here("a sheet of a colleague", without=".detail__given")
    look.page.goto(f"{office}/mails/texts/rejected")
    running.desk.press("プレビュー")
    look.here("preview of a mail")
    assert look.found == {}


def test_two_reviewers_see_each_other_and_a_stale_save_shows_both_versions(running: Running, browser: Browser) -> None:
    """What stands on the page changes by itself (static/js/beside.js), in two browsers."""
    url, first = running.page_of("reviewing"), running.desk.page
    second = seated(browser, running.counter, Role.REVIEWER)
    for page in (first, second.page):
        page.goto(url)
    # As when somebody comes back to the tab; otherwise it asks every half minute.
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(first.locator("[data-beside]")).to_contain_text("担当 reviewerも、いまこの申し込みを開いています")
    expect(second.page.locator("[data-beside]")).to_contain_text("いまこの申し込みを開いています")
    second.page.locator('[name="note_name"]').fill("戸籍の字を確認")
    second.press("途中まで保存する")
    first.locator('[name="note_name"]').fill("消えてはならないメモ")
    running.desk.press("途中まで保存する")
    look = Look(first)
    expect(first.locator("main")).to_contain_text("戸籍の字を確認")
    expect(first.locator('[name="note_name"]')).to_have_value("消えてはならないメモ")
    look.here("both versions")
    assert look.found == {}
