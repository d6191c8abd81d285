"""A bond in a real browser: keys turn pages, choosing shows, and a dropped PDF never leaves the machine."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Counter
from tests.factories import opened_bonds as folders
from tests.factories.pdfs import bond

pytestmark = pytest.mark.browser


@pytest.fixture
def entered(counter: Counter, page: Page) -> Page:
    """Through the door, with URL and password from the mails."""
    agent = folders.branch_of(counter.office)
    folder = folders.folder_with(counter.office, agent, "HK-1", bond(pages=2), bond("約款", pages=2))
    token, password = folders.way_in(counter.office, folder)
    page.goto(f"{counter.url}/b/{token}")
    page.get_by_label("閲覧用パスワード").fill(password)
    page.get_by_role("button", name="表示").click()
    page.wait_for_url("**/bonds/viewing/*")
    return page


def test_keys_turn_pages_enlarge_and_choosing_shows(entered: Page) -> None:
    """S3-35; in the field for the page the keys belong to the field."""
    page = entered
    expect(page.locator("[data-view-keys]")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**page=2**")
    page.keyboard.press("+")
    page.wait_for_url("**zoom=large**")
    page.keyboard.press("Home")
    page.wait_for_url("**page=1**")
    page.get_by_label("ページ", exact=True).press("ArrowRight")
    expect(page).to_have_url(page.url)
    choice = page.get_by_label("表示するファイル")
    # Read before the page changes: afterwards the other one is the chosen one.
    other = choice.locator("option:not([selected])").get_attribute("value")
    choice.select_option(other)
    page.wait_for_url(f"**file={other}**")
    page.go_back()
    expect(page).to_have_title("証券等の閲覧｜電子証明書窓口")


def test_viewer_needs_no_sideways_scrolling_on_a_phone(entered: Page) -> None:
    """Reflow at 320 px (WCAG 1.4.10); the page itself may be moved in its frame."""
    page = entered
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("link", name="特大").click()
    page.wait_for_url("**zoom=largest**")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_chosen_pdf_is_hashed_here_and_never_sent(counter: Counter, page: Page, tmp_path: Path) -> None:
    """Design §7: what leaves the browser is its SHA-256."""
    content = bond("確認する証券")
    folders.folder_with(counter.office, folders.branch_of(counter.office), "HK-2", content)
    file = tmp_path / "bond.pdf"
    file.write_bytes(content)
    sent: list[Request] = []

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)
    page.goto(f"{counter.url}/verify")
    page.get_by_label("PDFファイル").set_input_files(file)
    expect(page.locator(".verdict__heading")).to_have_text("登録されている証券等です")
    (post,) = [request for request in sent if request.method == "POST"]
    assert hashlib.sha256(content).hexdigest() in (post.post_data or "")
    assert "PDF-" not in (post.post_data or "")
    assert len(post.post_data or "") < 500
