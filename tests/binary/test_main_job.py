"""The main jobs from the single file alone, on a system without Python, Pango and fonts (issue: one file to deploy).

One office at work has them all.
"""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from adapters.paper import PaperPool
from domain.access import Role
from services import lapsing, printing
from services.office import Office
from tests.binary.counter import BareCounter
from tests.browser.staff import sit_down
from tests.browser.test_main_job import accept, apply, download, enter, openssl, post, url_in
from tests.factories.applications import secrets_of
from tests.factories.offices import PASSWORD
from tests.factories.opened_bonds import always_open
from tests.factories.pdfs import bond
from tests.factories.printing import paper_pool
from tests.factories.records import application
from tests.log_scan import LEDGER

DOTS_PER_POINT = 100 / 72
CONTRACTOR = "kouji@kensetsu.example.jp"


def pictures(pdf: bytes) -> list[bytes]:
    """Every page as pixels."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [page.render(scale=DOTS_PER_POINT).to_pil().tobytes() for page in document]


def printed_from_source(office: Office, pool: PaperPool, code: str) -> bytes:
    """The papers of an application as this source prints them."""
    record = application(office, code)
    programme = office.programmes.get(record.programme)
    papers = printing.print_set(
        programme,
        programme.profile(record.profile),
        programme.series_of(record.series),
        record,
        last_day=lapsing.last_day(office, record),
    )
    return pool.render(papers)


def issue(browser: Browser, counter: BareCounter, code: str) -> dict[str, str]:
    """Issuer and dispatcher; the URL is read in the mail that the file sent, as the applicant does."""
    issuer = sit_down(browser, counter, Role.ISSUER)
    issuer.open(code)
    issuer.page.get_by_role("link", name="発行の確認へ進む").click()
    issuer.press("発行する")
    counter.post_mails()
    secrets = secrets_of(counter.office, code, url_in(counter.mailbox.newest("電子証明書ダウンロード URL のお知らせ")))
    for secret in (secrets["pin"], secrets["password"], secrets["url"].rsplit("/", 1)[1], PASSWORD):
        LEDGER.know(secret)
    post(sit_down(browser, counter, Role.DISPATCHER), code)
    return secrets


@pytest.mark.browser
def test_from_the_form_to_the_certificate(counter: BareCounter, browser: Browser, page: Page, tmp_path: Path) -> None:
    """Apply, print, review, issue, post, download: by a browser at the file, mails by the file's own worker."""
    code = apply(page, counter)
    paper = page.context.request.get(page.locator("iframe.paper-preview").evaluate("frame => frame.src")).body()
    ours = pictures(paper)
    assert len(ours) == 7
    assert ours == pictures(printed_from_source(counter.office, paper_pool(), code))

    accept(browser, counter, code)
    secrets = issue(browser, counter, code)
    enter(page, secrets["url"], secrets["password"])
    file = download(
        page, tmp_path / "cert.p12", lambda: page.get_by_role("button", name="ダウンロード", exact=True).click()
    )
    leaf = tmp_path / "leaf.pem"
    openssl("pkcs12", "-in", str(file), "-passin", f"pass:{secrets['pin']}", "-nokeys", "-clcerts", "-out", str(leaf))
    assert "セコムトラストシステムズ" in openssl("x509", "-in", str(leaf), "-noout", "-subject", "-nameopt", "utf8")


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
def test_a_bond_from_the_upload_to_the_picture(
    counter: BareCounter, browser: Browser, page: Page, tmp_path: Path
) -> None:
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
