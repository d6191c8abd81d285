"""A bond from the single file alone: uploaded, mailed, viewed, on a system without Pango and fonts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.access import Role
from tests.binary.counter import BareCounter
from tests.browser.staff import sit_down
from tests.factories.opened_bonds import always_open
from tests.factories.pdfs import bond

CONTRACTOR = "kouji@kensetsu.example.jp"


def upload(browser: Browser, counter: BareCounter, file: Path) -> None:
    """An insurer's branch registers a folder with one file (S3-17)."""
    desk = sit_down(browser, counter, Role.BRANCH)
    page = desk.page
    page.goto(f"{counter.url}/office/bonds/new")
    page.get_by_label("証券番号").fill("HK-2026-1")
    page.get_by_label("種類").select_option(index=1)
    page.get_by_label("工事名").fill("見本橋補修工事")
    page.get_by_label("受注者名").fill("株式会社見本建設")
    for box in page.locator('[name^="contractor_email"]').all():
        box.fill(CONTRACTOR)
    for name, value in (("year", "2028"), ("month", "3"), ("day", "31")):
        page.locator(f'[name="insurance_end_{name}"]').fill(value)
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.locator("[data-staged]")).to_contain_text("受け付けました", timeout=30_000)
    desk.press("確認画面へ進む")
    desk.press("登録する")
    expect(page.locator("main")).to_contain_text("登録しました")


@pytest.mark.browser
def test_from_the_upload_to_the_picture(counter: BareCounter, browser: Browser, page: Page, tmp_path: Path) -> None:
    """S3-16, S3-35: checked and drawn in the file's own confined processes, mailed by its worker."""
    always_open(counter.office)
    file = tmp_path / "bond.pdf"
    file.write_bytes(bond(pages=2))
    upload(browser, counter, file)
    counter.post_mails()
    url = re.search(r"http\S+/b/\S+", counter.mailbox.newest("閲覧用URLのご案内"))
    password = re.search(r"【閲覧用パスワード】\s+(\S+)", counter.mailbox.newest("閲覧用パスワードのご案内"))
    assert url is not None
    assert password is not None
    page.goto(url.group())
    page.get_by_label("閲覧用パスワード").fill(password.group(1))
    page.get_by_role("button", name="表示").click()
    page.wait_for_url("**/bonds/viewing/*")
    picture = page.locator(".viewer__page")
    assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 500
