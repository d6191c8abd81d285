"""A service that asks less beside the shipped one: no page speaks of what it has not (design §1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from domain.ports import PdfRenderer
from services.office import Office
from tests.factories.offices import make_office
from tests.factories.own_services import with_second_service
from tests.web.apply.conftest import Applicant, visitor

SHIPPED_DESK, OTHER_DESK = "0570-020-213", "03-0000-0000"


@pytest.fixture
def office(tmp_path: Path, printer: PdfRenderer) -> Iterator[Office]:
    with_second_service(tmp_path)
    made = make_office(tmp_path, printer)
    yield made
    made.database.close()


@pytest.fixture
def applicant(app: Flask) -> Applicant:
    made = visitor(app)
    made.apply, made.kind = "/services/mihon/apply", "person"
    return made


def test_a_page_of_no_service_names_no_desk_where_there_are_several(applicant: Applicant) -> None:
    """S4-212: the desk of one service does not answer for another."""
    for path in ("/", "/nowhere"):
        page = applicant.client.get(path).text
        assert SHIPPED_DESK not in page
        assert OTHER_DESK not in page
    assert SHIPPED_DESK in applicant.client.get("/services/gid/").text
    assert OTHER_DESK in applicant.client.get("/services/mihon/").text


def test_its_own_page_names_its_people_and_papers(applicant: Applicant) -> None:
    page = applicant.client.get("/services/mihon/").text
    for words in ("個人向けお申込み専用ページ", "「個人向け」の主な用途", "実印、住民票<"):
        assert words in page
    shipped = applicant.client.get("/services/gid/").text
    for words in ("一般向けお申込み専用ページ", "「一般向け」の主な用途", "実印、住民票、印鑑登録証明書、振込み控え。"):
        assert words in shipped


def test_s4_54_the_consent_is_to_its_own_terms(applicant: Applicant) -> None:
    pages = [applicant.get("/consent"), applicant.get("/agreement"), applicant.post("/agreement", {"agree": "yes"})]
    applicant.save_terms()
    pages += [applicant.get("/agreement"), applicant.post("/consent", {"check": "yes"})]
    for page in pages:
        assert "利用規約" in page.text
        assert "加入者利用規定" not in page.text
    assert "各規定類(1件)" in pages[0].text
    assert "先に「ダウンロード」ボタンを押して、利用規約を保存してください。" in pages[2].text
    assert "各規定類(3件)" in applicant.client.get("/services/gid/apply/consent").text


def test_no_page_speaks_of_coupons_receipts_and_papers_that_are_not_asked(applicant: Applicant) -> None:
    """S4-45, S4-73, S4-93, S4-129."""
    preparation = applicant.get("/preparation")
    applicant.consent()
    form = applicant.get("/form")
    applicant.fill_in()
    confirmation = applicant.get("/confirm")
    assert "証明書の用途" in confirmation.text
    printed = applicant.client.get(applicant.confirm().location)
    for page in (preparation, form, confirmation, printed):
        assert page.status_code == 200
        assert [words for words in ("クーポン", "領収書", "所属証明書") if words in page.text] == []


def test_the_shipped_service_still_speaks_of_them(app: Flask) -> None:
    applicant = visitor(app)
    assert "商工会議所「割引クーポン」について" in applicant.get("/preparation").text
    applicant.consent()
    assert "クーポンの取得については" in applicant.get("/form").text
    applicant.fill_in()
    assert "領収書の有無" in applicant.get("/confirm").text
    assert "<strong>所属証明書</strong>" in applicant.client.get(applicant.confirm().location).text
