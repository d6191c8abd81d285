"""What an applicant does, in the words on the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import Page

from bench.visitor import APPLY
from tests.browser.past_the_doors import going_ahead


def go_to_form(page: Page, url: str) -> None:
    """From the home page through types, preparation and consent to the empty form (S4-25…S4-63)."""
    page.goto(url)
    page.get_by_role("link", name="セコムパスポート for G-ID").first.click()
    page.get_by_role("link", name="一般向けお申込み専用ページ").click()
    page.get_by_role("link", name=re.compile("お申し込み.*ダウンロードシリーズ")).click()
    page.get_by_role("link", name=re.compile("お申し込み.*属性型証明書")).click()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="加入者利用規定への同意ページはこちら").click()
    with page.expect_download():
        page.get_by_role("button", name="ダウンロード").click()
    page.get_by_label("加入者利用規定の内容に同意する。").check()
    page.get_by_role("button", name="同意して戻る").click()
    # It comes back to a place further down: a click before that place is reached may miss what it meant.
    page.wait_for_url("**/consent#privacy")
    page.get_by_label("「収集した個人情報の利用目的」へ同意する").check()
    page.get_by_role("button", name="確認", exact=True).click()
    page.get_by_label("組織社員", exact=True).check()
    page.get_by_role("button", name="お申し込み画面へ").click()
    page.wait_for_url("**/apply/form")


def open_form(page: Page, url: str) -> None:
    """The empty form of somebody who has agreed to everything on the pages before, which ``go_to_form`` walks."""
    with going_ahead(page.context, url) as visitor:
        visitor.agree()
    page.goto(f"{url}{APPLY}/form")


def fill(page: Page, typed: Mapping[str, str]) -> None:
    """Types values by input name; what is hidden by a choice is left alone."""
    for name, value in typed.items():
        box = page.locator(f'[name="{name}"]').first
        kind = box.get_attribute("type")
        if kind == "radio":
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "checkbox":
            box.set_checked(bool(value))
        elif box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        elif box.is_visible():
            box.fill(value)


TYPE = """(boxes, typed) => {
    for (const [name, value] of typed) {
        for (const box of boxes.filter(e => e.name === name && e.checkVisibility())) {
            if (box.type === 'radio') {
                if (box.value === value) box.click();
            } else if (box.type === 'checkbox') {
                if (box.checked !== (value !== '')) box.click();
            } else if (box.tagName === 'SELECT') {
                box.value = value;
                box.dispatchEvent(new Event('change', {bubbles: true}));
            } else {
                box.focus();
                box.select();
                document.execCommand('insertText', false, value);
            }
        }
    }
}"""
"""Goes through the page's own events, in one call: a click by the mouse computes as long as a small page."""


def fill_at_once(page: Page, typed: Mapping[str, str]) -> None:
    """The same for tests of what happens afterwards."""
    page.locator("main form [name]").evaluate_all(TYPE, list(typed.items()))


def values(page: Page) -> dict[str, str]:
    """What stands in every visible text box of the form."""
    found: dict[str, str] = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('main form input[type=text]')]"
        ".filter(e => e.checkVisibility()).map(e => [e.name, e.value]))"
    )
    return found
