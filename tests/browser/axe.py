"""What axe-core finds on a page as it is shown (WCAG 2.2 AA, JIS X 8341-3)."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

NARROW: ViewportSize = {"width": 320, "height": 640}
"""CSS pixels: WCAG 2.2, 1.4.10."""
WIDE: ViewportSize = {"width": 1280, "height": 4000}
"""So high that the bar at the foot covers nothing: what it covers at one moment is scrolled to at the next."""


def faults(page: Page, *, without: str = "") -> list[str]:
    """Rule and place of each fault; empty: none was found, which is less than a page without barriers.

    ``without``: a part that was looked at on another page already.
    """
    where = {"exclude": [without]} if without else None
    # What it found good it need not describe, which takes half of the time.
    found = Axe().run(page, where, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


class Look:
    """Page after page: what axe says of each, and which can only be read by scrolling sideways."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_viewport_size(WIDE)
        self.found: dict[str, list[str]] = {}

    def at(self, url: str, *, without: str = "") -> None:
        answer = self.page.goto(url)
        assert answer
        assert answer.status in {200, 422, 503}, url
        self.here(url, without=without)

    def here(self, name: str, *, without: str = "") -> None:
        expect(self.page.locator("h1")).to_have_count(1)
        wrong = faults(self.page, without=without)
        self.page.set_viewport_size(NARROW)
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append("scrolls sideways at 320 px")
        self.page.set_viewport_size(WIDE)
        if wrong:
            self.found[name] = wrong
