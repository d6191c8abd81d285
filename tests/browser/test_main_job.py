"""The main job, end to end, on the manual's own sample (図2-11, 図2-12): from the home page to cert.p12."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from adapters.pki.reader import read_certificate
from domain.access import Role
from domain.japanese.local_time import JST
from services import downloads, revocation_lists
from tests import programs
from tests.browser.applicant import fill, go_to_form
from tests.browser.conftest import Counter, opened_counter
from tests.browser.staff import Desk, check_in, find_all_good, seated, sit_down
from tests.factories import applications
from tests.factories.applications import SAMPLE, secrets_of
from tests.fakes.printer import QuickPrinter

pytestmark = pytest.mark.browser


def apply(page: Page, counter: Counter, **changes: str) -> str:
    """The applicant's part; gives the code on the printed form."""
    go_to_form(page, counter.url)
    fill(page, {k: v for k, v in SAMPLE.items() if k != "name_roman"} | changes)
    # S4-79: the Roman letters come from the reading by themselves.
    expect(page.locator('[name="name_roman"]')).to_have_value("Taro Sekomu")
    page.get_by_role("button", name="確認画面へ").click()
    expect(page.locator("main")).to_contain_text("4011001040781")
    page.get_by_role("button", name="利用申込書印刷画面へ").click()
    page.wait_for_url("**/printed/*")
    return page.url.rsplit("/", 1)[1]


def accept(browser: Browser, counter: Counter, code: str) -> None:
    """Reception and reviewer."""
    reception = sit_down(browser, counter, Role.RECEPTION)
    check_in(reception, counter, code)
    counter.post_mails()
    assert "書類" in counter.mailbox.newest("到着")
    reviewer = seated(browser, counter, Role.REVIEWER)
    reviewer.open(code)
    reviewer.press("審査を始める")
    find_all_good(reviewer)
    reviewer.press("受理する")
    expect(reviewer.page.locator("main")).to_contain_text("受理しました")


def issue(browser: Browser, counter: Counter, code: str) -> dict[str, str]:
    """Issuer and dispatcher; gives what mail and parcel carry."""
    issuer = seated(browser, counter, Role.ISSUER)
    issuer.open(code)
    issuer.page.get_by_role("link", name="発行の確認へ進む").click()
    issuer.press("発行する")
    expect(issuer.page.locator("main")).to_contain_text("発行")
    secrets = secrets_of(counter.office, code)
    post(seated(browser, counter, Role.DISPATCHER), code)
    counter.post_mails()
    mail = counter.mailbox.newest("電子証明書ダウンロード URL のお知らせ")
    assert secrets["url"] in mail
    assert secrets["password"] not in mail
    assert secrets["pin"] not in mail
    return secrets


def post(dispatcher: Desk, code: str) -> None:
    """Prints the parcel and registers the posting."""
    dispatcher.open(code)
    with dispatcher.page.expect_popup() as opened:
        dispatcher.page.get_by_role("button", name="送付書類を印刷する").click()
    opened.value.close()
    dispatcher.page.locator('[name="posted_number"]').fill("123-45-67890-1")
    dispatcher.press("発送を登録する")
    expect(dispatcher.page.locator("main")).to_contain_text("123-45-67890-1")


def issued(counter: Counter) -> tuple[str, dict[str, str]]:
    """A certificate made without the screens, which the first test walks; its code and secrets."""
    code = applications.issued(counter.office, applications.hire(counter.office))
    secrets = secrets_of(counter.office, code)
    counter.post_mails()
    return code, secrets


def enter(page: Page, url: str, password: str) -> None:
    page.goto(url)
    type_password(page, password)


def type_password(page: Page, password: str) -> None:
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="送信").click()
    page.wait_for_load_state()


def status_of(page: Page, url: str) -> int:
    answer = page.goto(url)
    assert answer is not None
    return answer.status


def download(page: Page, save: Path, press: Callable[[], None]) -> Path:
    with page.expect_download() as caught:
        press()
    assert caught.value.suggested_filename == "cert.p12"
    caught.value.save_as(save)
    return save


def openssl(*arguments: str) -> str:
    done = programs.run(["openssl", *arguments], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode(errors="replace")


@pytest.mark.parametrize("way,digits", [("corporate", "4011001040781"), ("company", "011001040781")])
def test_from_the_home_page_to_a_certificate_that_openssl_accepts(
    counter: Counter, browser: Browser, page: Page, tmp_path: Path, way: str, digits: str
) -> None:
    """S4-101, S4-123, S4-148…S4-150, S4-160…S4-170; the twelve digits of a company are thirteen in its certificate."""
    code = apply(page, counter, corporate_number_way=way, corporate_number_typed=digits)
    accept(browser, counter, code)
    secrets = issue(browser, counter, code)

    enter(page, secrets["url"], secrets["password"])
    file = download(
        page, tmp_path / "cert.p12", lambda: page.get_by_role("button", name="ダウンロード", exact=True).click()
    )
    expect(page.locator("h1")).to_contain_text("ダウンロードを開始しました")
    again = download(
        page, tmp_path / "again.p12", lambda: page.get_by_role("link", name="もう一度ダウンロード").click()
    )
    assert again.read_bytes() == file.read_bytes()

    pin, leaf, chain = f"pass:{secrets['pin']}", tmp_path / "leaf.pem", tmp_path / "chain.pem"
    openssl("pkcs12", "-in", str(file), "-passin", pin, "-clcerts", "-nokeys", "-out", str(leaf))
    openssl("pkcs12", "-in", str(file), "-passin", pin, "-cacerts", "-nokeys", "-out", str(chain))
    openssl("pkcs12", "-in", str(file), "-passin", pin, "-nocerts", "-nodes", "-out", str(tmp_path / "key.pem"))
    revocation_lists.publish_due(counter.office)
    # As of the office's clock, which shows business hours whenever the tests run.
    at = str(int(counter.clock().timestamp()))
    assert "OK" in openssl("verify", "-x509_strict", "-attime", at, "-CAfile", str(chain), str(leaf))

    openssl("x509", "-in", str(leaf), "-outform", "DER", "-out", str(tmp_path / "leaf.der"))
    facts = read_certificate((tmp_path / "leaf.der").read_bytes())
    shown = " ".join(str(part) for part in (facts.subject, *facts.alternative_names))
    for words in (
        "セコム 太郎",
        "Taro Sekomu",
        "4011001040781",
        "セコムトラストシステムズ株式会社",
        "セコム 一郎",
        "東京都",
        "渋谷区神宮",
        "1-5-1",
    ):
        assert words in shown
    assert set(re.findall(r"[0-9]{12,}", shown)) == {"4011001040781"}
    assert facts.not_after.astimezone(JST).strftime("%H:%M:%S") == "23:59:59"
    assert facts.not_after - facts.not_before > timedelta(days=729)


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Counter]:
    """A counter that prints nothing."""
    with opened_counter(tmp_path / "quick", QuickPrinter()) as opened:
        yield opened


def test_the_lock_and_the_hour_close_the_counter(quick: Counter, browser: Browser, page: Page, tmp_path: Path) -> None:
    """S4-164, S4-166, S4-174: ten wrong passwords lock, the office unlocks, the hour ends, nothing is left."""
    code, secrets = issued(quick)

    # As a program would: a page of the browser computes fifty times as long.
    for _guess in range(8):
        page.request.post(secrets["url"], form={"password": "00000000"})
    page.goto(secrets["url"])
    for left in (1, 0):
        type_password(page, "00000000")
        expect(page.locator("main")).to_contain_text(f"残り{left}回" if left else "10回")
    assert status_of(page, secrets["url"]) == 423
    expect(page.locator("main")).to_contain_text("ロック")

    # Only a new URL helps; the posted password stays good.
    desk = seated(browser, quick, Role.DISPATCHER)
    desk.open(code)
    desk.page.get_by_role("link", name="新しいURLを送る").click()
    desk.press("新しいURLを送る")
    quick.post_mails()
    fresh = url_in(quick.mailbox.newest("電子証明書ダウンロード URL のお知らせ"))
    assert fresh != secrets["url"]
    assert status_of(page, secrets["url"]) == 404

    enter(page, fresh, secrets["password"])
    download(page, tmp_path / "cert.p12", lambda: page.get_by_role("button", name="ダウンロード", exact=True).click())
    quick.turn_clock(timedelta(minutes=61))
    assert status_of(page, fresh) == 410
    expect(page.locator("main")).to_contain_text("1時間")
    assert downloads.close_finished(quick.office) == 1


def url_in(mail: str) -> str:
    found = re.search(r"http\S+/download/\S+/gid", mail)
    assert found
    return found[0]


def test_after_31_days_the_url_yields_nothing(quick: Counter, page: Page) -> None:
    """S4-161."""
    _code, secrets = issued(quick)
    quick.turn_clock(timedelta(days=31))
    assert status_of(page, secrets["url"]) == 410
    expect(page.locator("main")).to_contain_text("30日")
