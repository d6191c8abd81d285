"""Every page about bonds before axe and by keyboard alone; design §8, WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.access import Role
from tests.browser.axe import SURROUNDINGS, faults
from tests.browser.conftest import Counter
from tests.browser.staff import seated
from tests.factories import opened_bonds as folders
from tests.factories.bonds import domains_at_once, mails_of, register_domain, secret_of
from tests.factories.pdfs import bond

pytestmark = pytest.mark.browser


class Found:
    """Page after page, and what axe says of each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.by_page: dict[str, list[str]] = {}
        self._around: Sequence[str] = ()

    def look(self, name: str) -> None:
        expect(self.page.locator("h1")).to_have_count(1)
        if found := faults(self.page, without=self._around):
            self.by_page[name] = found
        self._around = SURROUNDINGS

    def go(self, name: str, url: str) -> None:
        self.page.goto(url)
        self.look(name)

    def press(self, name: str, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_load_state()
        self.look(name)


def test_pages_of_the_bond_desk(browser: Browser, counter: Counter) -> None:
    desk = seated(browser, counter, Role.BRANCH)
    found, at = Found(desk.page), f"{counter.url}/office/bonds"
    found.go("empty list", at)
    found.go("new folder", f"{at}/new")
    found.press("new folder, all wrong", "確認画面へ進む")
    agent = folders.at_desk(counter.office, desk.email)
    folder = folders.folder_with(counter.office, agent, "AX-1", bond("一"), bond("二"))
    file = folders.file_ids(counter.office, folder)[0]
    folders.corrected(counter.office, agent, folder, bond("三"), replaces=file)
    folders.looking(counter.office, folder)
    found.go("list", at)
    found.go("folder", f"{at}/{folder}")
    found.go("additional upload", f"{at}/{folder}/add")
    found.go("new URL", f"{at}/{folder}/new-url")
    desk.page.goto(f"{at}/{folder}")
    found.press("encrypted form", "暗号化したPDF")
    found.go("deletion", f"{at}/{folder}/delete?file={file}")
    found.press("deletion without a reason", "削除を申し出る")
    folders.asked_to_go(counter.office, agent, folder, None)
    found.go("folder that somebody wants deleted", f"{at}/{folder}")
    desk.page.context.close()
    assert found.by_page == {}


def test_pages_of_contractors_and_orderers(counter: Counter, page: Page, tmp_path: Path) -> None:
    office, found = counter.office, Found(page)
    agent = folders.branch_of(office)
    folder = folders.folder_with(office, agent, "AX-2", bond("一"), bond("二"))
    token, password = folders.way_in(office, folder)
    found.go("gate", f"{counter.url}/b")
    found.press("gate, nothing typed", "表示")
    page.goto(f"{counter.url}/b/{token}")
    page.get_by_label("閲覧用パスワード").fill(password)
    found.press("viewer", "表示")
    page.get_by_label("ページ", exact=True).fill("99")
    found.press("viewer, no such page", "移動")
    viewing = page.url
    page.get_by_role("button", name="閲覧を終える").click()
    page.wait_for_url("**/b")
    found.go("viewing that is over", viewing)
    register_domain(office)
    found.go("orderer", f"{counter.url}/orderer")
    found.press("orderer, nothing typed", "認証メール送信")
    page.get_by_label("メールアドレス").fill("taro@city.example.jp")
    page.get_by_label("閲覧用URL").fill(f"{counter.url}/b/{token}")
    page.get_by_label("閲覧用パスワード").fill(password)
    found.press("one-time password", "認証メール送信")
    counter.post_mails()
    code = counter.mailbox.newest("ワンタイムパスワード").split("ワンタイムパスワード: ")[1].split()[0]
    page.get_by_label("ワンタイムパスワード", exact=False).fill(code)
    found.press("preview", "表示")
    expect(page.get_by_role("button", name="ダウンロード")).to_be_visible()
    file = tmp_path / "bond.pdf"
    file.write_bytes(bond("一"))
    found.go("verify", f"{counter.url}/verify")
    page.get_by_label("PDFファイル").set_input_files(file)
    expect(page.locator(".verdict__heading")).to_be_visible()
    found.look("verdict")
    assert found.by_page == {}


def test_pages_of_domains(browser: Browser, counter: Counter, page: Page) -> None:
    found, office = Found(page), counter.office
    domains_at_once(office)
    found.go("no bodies yet", f"{counter.url}/domains")
    found.go("application", f"{counter.url}/domains/apply")
    found.press("application, nothing typed", "確認画面へ進む")
    typed = {
        "domain": "town.example.jp",
        "body": "見本町",
        "person": "見本 花子",
        "email": "hanako@town.example.jp",
        "phone": "03-0000-0000",
    }
    for name, value in typed.items():
        page.locator(f'[name="{name}"]').fill(value)
    found.press("confirmation", "確認画面へ進む")
    found.press("sent", "申請する")
    desk = seated(browser, counter, Role.ASSOCIATION)
    decisions = Found(desk.page)
    decisions.go("no applications", f"{counter.url}/office/domains")
    found.go("proof", secret_of(office, mails_of(office, "domain_proof")[-1], "proof_url"))
    found.press("proven", "申請を確定する")
    decisions.go("applications", f"{counter.url}/office/domains")
    desk.page.get_by_role("link", name="見本町").click()
    decisions.look("decision")
    decisions.press("decision, nothing chosen", "回答する")
    desk.page.get_by_label("承認").check()
    decisions.press("decided", "回答する")
    desk.page.context.close()
    found.go("bodies", f"{counter.url}/domains")
    expect(page.locator("main")).to_contain_text("見本町")
    assert {**found.by_page, **decisions.by_page} == {}


def test_the_viewer_by_keyboard_alone(counter: Counter, page: Page) -> None:
    """From the door to the next page with Tab, Enter and arrows; what has the focus is always seen."""
    agent = folders.branch_of(counter.office)
    folder = folders.folder_with(counter.office, agent, "AX-3", bond(pages=2))
    token, password = folders.way_in(counter.office, folder)
    page.goto(f"{counter.url}/b/{token}")
    tab_to(page, "#password")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/bonds/viewing/*")
    tab_to(page, "[data-view=next]")
    page.keyboard.press("Enter")
    page.wait_for_url("**page=2**")
    tab_to(page, "[data-view-sheet]")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("PageUp")
    page.wait_for_url("**page=1**")
    counter.turn_clock(timedelta(minutes=61))
    page.keyboard.press("End")
    expect(page.locator("h1")).to_have_text("表示を終了しました")
    tab_to(page, "main a")


def tab_to(page: Page, place: str) -> None:
    """Presses Tab until the focus is there; sixty times and not there is a trap."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(place) => document.activeElement.matches(place)", place):
            return
    raise AssertionError(f"the keyboard does not reach {place}")
