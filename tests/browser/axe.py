"""What axe-core finds on a page as it is shown (WCAG 2.2 AA, JIS X 8341-3)."""

from __future__ import annotations

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

NARROW: ViewportSize = {"width": 320, "height": 640}
"""CSS pixels: WCAG 2.2, 1.4.10."""
WIDE: ViewportSize = {"width": 1280, "height": 4000}
"""So high that the bar at the foot covers nothing: what it covers at one moment is scrolled to at the next."""


SURROUNDINGS = (".masthead", ".rail", ".foot")
"""The same on all pages of the public, and on all of the office: they are looked at on the first."""


def faults(page: Page, *, without: Sequence[str] = ()) -> list[str]:
    """Rule and place of each fault; empty: none was found, which is less than a page without barriers.

    ``without``: parts that were looked at on another page already.
    """
    where = {"exclude": list(without)} if without else None
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        # What it found good it need not describe, which takes half of the time.
        "resultTypes": ["violations"],
        # Every style sheet once more, for the rule about sound that plays by itself: no page has any.
        "preload": False,
    }
    found = Axe().run(page, where, options=options)
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


class Look:
    """Page after page: what axe says of each, and which can only be read by scrolling sideways."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._turn_to(WIDE)
        self.found: dict[str, list[str]] = {}
        self._around: Sequence[str] = ()

    def at(self, url: str, *, without: str = "") -> None:
        answer = self.page.goto(url)
        assert answer
        assert answer.status in {200, 410, 422, 423, 503}, url
        self.here(url, without=without)

    def here(self, name: str, *, without: str = "") -> None:
        expect(self.page.locator("h1")).to_have_count(1)
        parts = [*self._around, *([without] if without else [])]
        wrong = []
        # The page is set anew for each width: the next one begins with the width that this one ends with.
        for size in (WIDE, NARROW) if self._size == WIDE else (NARROW, WIDE):
            self._turn_to(size)
            wrong += faults(self.page, without=parts) if size == WIDE else self._scrolls()
        if wrong:
            self.found[name] = wrong
        self._around = SURROUNDINGS

    def _turn_to(self, size: ViewportSize) -> None:
        self.page.set_viewport_size(size)
        self._size = size

    def _scrolls(self) -> list[str]:
        wider = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return ["scrolls sideways at 320 px"] if wider else []
