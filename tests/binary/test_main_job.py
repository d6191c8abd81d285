"""The main job from the single file alone, on a system without Python, Pango and fonts (issue: one file to deploy)."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from adapters.paper import PaperPool
from domain.access import Role
from services import lapsing, printing
from services.office import Office
from tests.binary.bare import BareSystem
from tests.binary.counter import BareCounter
from tests.browser.staff import sit_down
from tests.browser.test_main_job import accept, apply, download, enter, openssl, post, url_in
from tests.factories.applications import secrets_of
from tests.factories.offices import PASSWORD
from tests.factories.printing import paper_pool
from tests.factories.records import application
from tests.log_scan import LEDGER

DOTS_PER_POINT = 100 / 72


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


def test_the_bare_system_has_nothing_of_what_the_source_needs(bare: BareSystem) -> None:
    """Otherwise the tests below would prove nothing."""
    nothing = ("python3*", "libpython*", "libpango*", "libfontconfig*", "libharfbuzz*", "libsqlite3*", "*.ttf", "*.otf")
    assert bare.has(*nothing) == []
    assert bare.has("libc.so.6") == ["libc.so.6"]


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
