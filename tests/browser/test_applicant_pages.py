"""The applicant's pages before axe and on the narrowest screen, from the service page to the file (WCAG 2.2 AA)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from bench.visitor import APPLY
from tests.browser.applicant import fill_at_once, open_form
from tests.browser.axe import Look
from tests.browser.conftest import Counter, opened_counter
from tests.factories.applicants import own_token
from tests.factories.applications import SAMPLE, hire, issued, secrets_of
from tests.fakes.printer import QuickPrinter

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with opened_counter(tmp_path_factory.mktemp("counter"), QuickPrinter()) as opened:
        yield opened


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


BEFORE = (
    *("/sitemap", "/bonds", "/services/gid/"),
    *(f"{APPLY}/{page}" for page in ("", "types", "preparation", "consent")),
)


def test_pages_of_an_application(counter: Counter, page: Page) -> None:
    """S4-12…S4-135: what one reads beforehand, the form with and without slips, the papers, the own page."""
    look = Look(page)
    for path in BEFORE:
        look.at(counter.url + path)
    open_form(page, counter.url)
    look.here("empty form")
    slips = {"surname": "髙橋", "birth_day": "32", "email_again": "x", "validity_years": ""}
    fill_at_once(page, SAMPLE | slips)
    press(page, "確認画面へ")
    # What is not wrong looks as it did.
    look.here("form with slips", without=".field:not(.field--error)")
    fill_at_once(page, SAMPLE)
    press(page, "確認画面へ")
    look.here("confirmation")
    press(page, "利用申込書印刷画面へ")
    look.here("printed")
    code = page.url.rsplit("/", 1)[1]
    look.at(f"{counter.url}/services/gid/applications/{own_token(counter.office, code)}/")
    assert look.found == {}


def test_pages_of_a_download(counter: Counter, page: Page) -> None:
    """S4-160…S4-174: door, start, done, and what has closed or locked itself."""
    look, crew = Look(page), hire(counter.office)
    certificate, locked = (secrets_of(counter.office, issued(counter.office, crew)) for _ in range(2))
    look.at(certificate["url"])
    page.get_by_label("パスワード").fill(certificate["password"])
    press(page, "送信")
    look.here("start")
    with page.expect_download():
        press(page, "ダウンロード")
    look.here("done")
    counter.turn_clock(timedelta(minutes=61))
    look.at(certificate["url"])
    for _guess in range(10):
        page.request.post(locked["url"], form={"password": "00000000"})
    look.at(locked["url"])
    assert look.found == {}
