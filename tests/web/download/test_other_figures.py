"""A service with other figures: every page, mail, paper and refusal on the way says its own (design §1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from adapters.db.models import Download
from domain.access import Role
from domain.ports import PdfRenderer
from services import dispatch
from services.office import Office
from tests import programs
from tests.factories.applications import hire, issued
from tests.factories.offices import FixedClock, make_office, make_staff
from tests.factories.own_services import fixed_figures, with_other_figures
from tests.factories.printing import paper_pool
from tests.factories.records import newest_mail

from .conftest import Holder, Issued, sent_out


@pytest.fixture(scope="module")
def printer() -> PdfRenderer:
    """The real one: its papers are read."""
    return paper_pool()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, printer: PdfRenderer) -> tuple[Path, Issued]:
    folder = tmp_path_factory.mktemp("other")
    with_other_figures(folder)
    office = make_office(folder, printer)
    found = sent_out(office, issued(office, hire(office)))
    office.database.forget_old_pages()
    office.database.close()
    return folder, found


def assert_says(answer: TestResponse, *words: str, status: int = 200) -> None:
    assert answer.status_code == status
    assert [word for word in words if word not in answer.text] == []
    assert fixed_figures(answer.text) == []


def wrong(holder: Holder) -> str:
    return "000000" if holder.password != "000000" else "111111"


def test_the_password_page_and_its_refusals(holder: Holder) -> None:
    assert_says(holder.open(), "6桁の数字", "5回間違えると")
    assert_says(holder.enter("12345678"), "6桁の数字で入力してください。", status=400)
    for left in range(4, 0, -1):
        assert_says(holder.enter(wrong(holder)), f"6桁の数字を確認してください。残り{left}回です。", status=400)
    assert_says(holder.enter(wrong(holder)), "パスワードの誤りが5回に達したため", status=423)
    assert_says(holder.open(), "パスワードの誤りが5回に達したため", status=423)


def test_the_pages_of_the_download_and_what_follows_its_end(
    holder: Holder, clock: FixedClock, stored: Callable[[], Download]
) -> None:
    assert len(holder.password) == 6
    holder.enter()
    assert_says(holder.open(), "初めて押してから90分が制限時間です", "あと14日(発行日から14日間)", "other.p12")
    holder.press()
    assert stored().deadline == clock() + timedelta(minutes=90)
    assert_says(holder.client.get(f"{holder.url}/done/standard"), "「other.p12」")
    assert holder.fetch().headers["Content-Disposition"] == "attachment; filename=other.p12"
    clock.advance(timedelta(minutes=90))
    assert_says(holder.open(), "最初のダウンロードから90分が過ぎた", "証明書ファイル(other.p12)", status=410)


def test_the_end_of_its_days(holder: Holder, clock: FixedClock) -> None:
    clock.advance(timedelta(days=15))
    assert_says(holder.open(), "証明書の発行から14日が過ぎた", "証明書ファイル(other.p12)", status=410)


def test_the_mail(office: Office, certificate: Issued) -> None:
    text = "".join(newest_mail(office, certificate.code).body.split())
    for words in ("6桁のパスワード", "初めて押してから90分を過ぎますと", "発行日から14日間", "発行日から21日以内"):
        assert words in text
    assert fixed_figures(text) == []


def test_the_papers(office: Office, certificate: Issued, tmp_path: Path) -> None:
    """As they come out of the printer."""
    pdf = tmp_path / "parcel.pdf"
    pdf.write_bytes(dispatch.print_parcel(office, make_staff(office, Role.DISPATCHER)[0], certificate.code))
    read = ["pdftotext", "-enc", "UTF-8", str(pdf), "-"]
    text = programs.run(read, check=True, capture_output=True, encoding="utf-8").stdout
    pages = ["".join(page.split()) for page in text.split("\f")]
    letter, pin, password, guide = (
        next(page for page in pages if words in page)
        for words in ("切り取り線", "本書を紛失された場合", "ダウンロードできる最後の日", "ファイルの控えを取ります")
    )
    assert "クリックしてから90分を経過しますと" in letter
    assert "90分以内に操作を完了" in letter
    assert "2026年12月11日" in letter
    assert "電子証明書ファイル(other.p12)" in pin
    assert "数字6桁" in password
    assert "最初に押してから90分を過ぎると" in password
    assert "2026年12月4日(金)" in password
    for words in ("6桁の数字を入力し", "「other.p12」が保存された", "最初に押してから90分", "発行日から14日を過ぎると"):
        assert words in guide
    assert fixed_figures("".join(pages)) == []
