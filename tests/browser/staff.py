"""What the people of the office do, in the words on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from string import ascii_lowercase

from playwright.sync_api import Browser, Page

from domain.access import Role
from domain.japanese.local_time import day_in_japan
from tests.browser.conftest import Counter
from tests.browser.past_the_doors import going_ahead
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, make_staff


@dataclass
class Desk:
    """A member of staff at a browser of their own."""

    page: Page
    url: str
    email: str

    def open(self, code: str) -> None:
        """Types or scans the code into the search box of the queue (S4-140)."""
        self.page.goto(f"{self.url}/office/applications")
        self.page.locator('[name="text"]').fill(code.lower())
        self.page.locator('[name="text"]').press("Enter")
        self.page.wait_for_url(f"**/applications/{code}")

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()
        self.page.wait_for_load_state()


def sit_down(browser: Browser, counter: Counter, *roles: Role) -> Desk:
    """Hires somebody for a post or several, who logs in with password and one-time code."""
    desk, secret = _hired(browser, counter, *roles)
    page = desk.page
    page.goto(f"{counter.url}/office/")
    page.locator('[name="email"]').fill(desk.email)
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator('[name="code"]').fill(code_at(secret, counter.clock()))
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url("**/office/")
    return desk


def seated(browser: Browser, counter: Counter, *roles: Role) -> Desk:
    """The same, for a test that is about something else."""
    desk, secret = _hired(browser, counter, *roles)
    with going_ahead(desk.page.context, counter.url) as visitor:
        visitor.log_in(desk.email, secret, counter.clock)
    return desk


def _hired(browser: Browser, counter: Counter, *roles: Role) -> tuple[Desk, str]:
    """At a browser of their own, with the secret of their one-time codes."""
    email = f"{roles[0]}.{counter.office.randomness.letters(ascii_lowercase, 6)}@example.jp"
    _, secret = make_staff(counter.office, *roles, email=email)
    page = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 800}).new_page()
    return Desk(page, counter.url, email), secret


def check_in(desk: Desk, counter: Counter, code: str) -> None:
    """Ticks every paper of the envelope, the dated ones ten days old."""
    desk.open(code)
    issued_on = day_in_japan(counter.clock()) - timedelta(days=10)
    for tick in desk.page.locator('#arrival input[type="checkbox"][name$="_arrived"]').all():
        tick.check()
    for box in desk.page.locator('#arrival [name$="_issued_on_year"]').all():
        paper = (box.get_attribute("name") or "").removesuffix("_year")
        box.fill(str(issued_on.year))
        desk.page.locator(f'[name="{paper}_month"]').fill(str(issued_on.month))
        desk.page.locator(f'[name="{paper}_day"]').fill(str(issued_on.day))
    desk.press("到着を登録する")


def find_all_good(desk: Desk) -> None:
    """Compares every row and paper, and finds them good."""
    for value in ("yes", "ok"):
        for choice in desk.page.locator(f'#comparison input[type="radio"][value="{value}"]').all():
            choice.check()
    for amount in desk.page.locator('#comparison [name^="amount_"]').all():
        amount.fill("15,400")
