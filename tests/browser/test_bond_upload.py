"""Files on their way in a real browser: chosen and dropped, with a bar, refused with a reason, none lost (S3-15)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from domain.access import Role
from domain.pdf import MOST_BYTES
from tests.browser.conftest import Counter
from tests.browser.staff import seated
from tests.factories.pdfs import bond

pytestmark = pytest.mark.browser

WATCH = """() => {
  window.bars = [];
  new MutationObserver((changes) => {
    for (const { target, attributeName } of changes) {
      if (target.tagName === "PROGRESS") window.bars.push([target.getAttribute("aria-label"), target.value]);
    }
  }).observe(document.querySelector("[data-staged]"), { subtree: true, attributes: true });
}"""
"""Writes down what every bar showed."""

DROP = """([kind, files]) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: "application/pdf" }));
  }
  document.querySelector("[data-upload]").dispatchEvent(
    new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }),
  );
}"""


@pytest.fixture
def desk(browser: Browser, counter: Counter) -> Iterator[Page]:
    """The form of a new folder, before somebody of an insurer's branch."""
    desk = seated(browser, counter, Role.BRANCH)
    faults: list[str] = []
    desk.page.on("pageerror", lambda error: faults.append(str(error)))
    desk.page.goto(f"{counter.url}/office/bonds/new")
    yield desk.page
    desk.page.context.close()
    assert not faults


def lines(page: Page) -> Locator:
    return page.locator("[data-staged] > li")


def carried(**contents: bytes) -> list[list[str]]:
    return [[f"{name}.pdf", base64.b64encode(content).decode()] for name, content in contents.items()]


def test_s3_15_a_refused_file_says_why_beside_an_accepted_one(desk: Page, tmp_path: Path) -> None:
    """And each had its bar; the good one is there also after the page is sent and comes back."""
    good, bad, other = tmp_path / "証券.pdf", tmp_path / "写真.pdf", tmp_path / "メモ.txt"
    good.write_bytes(bond("選んだ証券"))
    bad.write_bytes(b"\xff\xd8\xff no PDF at all")
    other.write_bytes(b"text")
    desk.evaluate(WATCH)
    desk.locator("input[type=file]").set_input_files([good, bad, other])
    expect(lines(desk)).to_have_count(3)
    expect(lines(desk).nth(0)).to_contain_text("受け付けました")
    expect(lines(desk).nth(1)).to_contain_text("PDFファイルではありません。")
    expect(lines(desk).nth(2)).to_contain_text("pdf")
    expect(desk.locator(".staged__file--refused")).to_have_count(2)
    expect(desk.locator("progress")).to_have_count(0)
    assert ["証券.pdf", 1] in desk.evaluate("window.bars")
    desk.get_by_role("button", name="確認画面へ進む").click()
    expect(desk.locator(".error-summary")).to_be_visible()
    expect(lines(desk)).to_have_count(1)
    expect(lines(desk)).to_contain_text("証券.pdf")


def test_files_can_be_dropped_and_taken_out_again(desk: Page) -> None:
    desk.evaluate(DROP, ["dragover", []])
    expect(desk.locator(".drop-zone--over")).to_be_visible()
    desk.evaluate(DROP, ["drop", carried(first=bond("一つ目"), second=bond("二つ目"))])
    expect(desk.locator(".drop-zone--over")).to_have_count(0)
    expect(desk.locator(".staged__note", has_text="受け付けました")).to_have_count(2)
    lines(desk).filter(has_text="first.pdf").get_by_role("button", name="外す").click()
    expect(lines(desk)).to_have_count(1)
    expect(lines(desk)).to_contain_text("second.pdf")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(desk: Page, tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    desk.locator("input[type=file]").set_input_files(large)
    expect(lines(desk)).to_contain_text("ファイルが大きすぎます。20MB以下")
    assert sent == []


def test_a_line_that_breaks_loses_neither_the_words_nor_the_other_files(desk: Page, tmp_path: Path) -> None:
    lost, good = tmp_path / "lost.pdf", tmp_path / "good.pdf"
    lost.write_bytes(bond("途中で切れる"))
    good.write_bytes(bond("届く"))
    desk.get_by_label("工事名").fill("見本橋補修工事")
    desk.route("**/office/bonds/files", lambda route: route.abort(), times=1)
    desk.locator("input[type=file]").set_input_files([lost, good])
    expect(lines(desk).nth(0)).to_contain_text("送信できませんでした。")
    expect(lines(desk).nth(1)).to_contain_text("受け付けました")
    expect(desk.get_by_label("工事名")).to_have_value("見本橋補修工事")


def test_whoever_goes_on_while_files_are_on_their_way_takes_them_along(desk: Page) -> None:
    """The button waits for the upload; no file is sent twice, none is left behind."""
    desk.get_by_label("証券番号").fill("B26-1")
    desk.get_by_label("種類").select_option(label="履行保証保険")
    desk.get_by_label("工事名").fill("見本橋補修工事")
    desk.get_by_label("受注者名").fill("架空建設株式会社")
    desk.get_by_label("受注者のメールアドレス", exact=False).first.fill("a@kakuu.example.jp")
    desk.get_by_label("受注者のメールアドレス(確認)", exact=False).fill("a@kakuu.example.jp")
    for name, value in {"year": "2027", "month": "3", "day": "31"}.items():
        desk.locator(f'[name="insurance_end_{name}"]').fill(value)
    devtools = desk.context.new_cdp_session(desk)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 40_000}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", slow)
    desk.evaluate(DROP, ["drop", carried(first=bond("一つ目") + b"\n" * 20_000, second=bond("二つ目"))])
    desk.get_by_role("button", name="確認画面へ進む").click()
    desk.wait_for_url("**/office/bonds/new/confirm?**")
    for name in ("first.pdf", "second.pdf"):
        expect(desk.locator("legend", has_text=name)).to_have_count(1)
