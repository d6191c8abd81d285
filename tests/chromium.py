"""The browser of the tests, wherever the walks stand that use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bench.environment import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

CHROMIUM = chromium()
PATIENCE_MS = 30_000
"""Before something that does not come is a failed test; the five seconds of Playwright are few where others compute."""
DIED = "browser has been closed"
"""What Playwright says of whatever is asked of a browser that has died."""


class Launcher:
    """Has a browser at hand, and another when that one has died."""

    def __init__(self, kind: BrowserType) -> None:
        self._kind = kind
        self._launched: Browser | None = None

    def browser(self) -> Browser:
        """The same as before, while it lives."""
        if self._launched is None or not self._launched.is_connected():
            self._launched = self._kind.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        return self._launched

    def close(self) -> None:
        if self._launched is not None:
            self._launched.close()


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    """One for a module and no longer: as long as Playwright is there, its event loop runs in this thread.

    Then neither a second Playwright can start nor anybody else's ``asyncio.run``, such as pyHanko's.
    """
    # Not at the top: every run of the tests would pay for it, with or without a browser.
    from playwright.sync_api import expect, sync_playwright

    assert CHROMIUM, "Chromium is missing: script/bootstrap --dev installs it"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        made = Launcher(playwright.chromium)
        yield made
        made.close()


@pytest.fixture
def browser(launcher: Launcher) -> Browser:
    """A living one."""
    return launcher.browser()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 800})
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test on a script error or a broken security policy."""
    faults: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield opened
    assert not faults
