"""The browser of the tests, wherever the walks stand that use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bench.environment import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = chromium()
PATIENCE_MS = 30_000
"""Before something that does not come is a failed test; the five seconds of Playwright are few where others compute."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for a module and no longer: as long as Playwright is there, its event loop runs in this thread.

    Then neither a second Playwright can start nor anybody else's ``asyncio.run``, such as pyHanko's.
    """
    # Not at the top: every run of the tests would pay for it, with or without a browser.
    from playwright.sync_api import expect, sync_playwright

    assert CHROMIUM, "Chromium is missing: script/bootstrap --dev installs it"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


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
