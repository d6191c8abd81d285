"""Confirmation and papers (S4-107…S4-136)."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from pypdf import PdfReader

from adapters.db.models import Application
from domain.ports import PdfRenderer
from services import applicants
from services.office import Office
from tests.factories.applicants import own_token
from tests.factories.applications import SAMPLE
from tests.factories.coupons import made_coupon
from tests.factories.offices import VISITOR, FixedClock
from tests.factories.printing import paper_pool
from tests.factories.records import all_of
from tests.web.apply.conftest import APPLY, Applicant, visitor


@pytest.fixture(scope="module")
def printer() -> PdfRenderer:
    """The real one."""
    return paper_pool()


def test_s4_107_the_confirmation_shows_the_upper_table(applicant: Applicant) -> None:
    applicant.consent()
    applicant.fill_in()
    shown = applicant.get("/confirm").text
    for words in ("属性の種類", "証明書ダウンロード", "領収書なし", "15,400円(税込)", "電子署名"):
        assert words in shown


def test_s4_109_each_row_says_whether_it_goes_into_the_certificate(applicant: Applicant) -> None:
    applicant.consent()
    applicant.fill_in()
    without = applicant.get("/confirm").text
    applicant.fill_in(
        personal_in_certificate="yes", gender="male", address_roman="8-10-15 Shimorenjaku, Mitaka-shi, Tokyo"
    )
    with_address = applicant.get("/confirm").text
    assert without.count("証明書に記載されます") < with_address.count("証明書に記載されます")
    assert "8-10-15 Shimorenjaku, Mitaka-shi, Tokyo" in with_address


def test_s4_110_optional_items_that_were_used_appear(applicant: Applicant, office: Office) -> None:
    made_coupon(office, "ABC-123")
    applicant.consent()
    applicant.fill_in(
        coupon_use="yes",
        coupon_code="abc-123",
        proxy="yes",
        proxy_name="見本 花子",
        proxy_address="東京都千代田区見本町1-1",
        former_name_in_certificate="yes",
        former_surname="例示",
        department_in_certificate="yes",
        department="総務部",
        department_address="東京都渋谷区見本1-1",
    )
    shown = applicant.get("/confirm").text
    for words in ("ABC-123", "見本 花子", "例示", "総務部"):
        assert words in shown


def test_s4_115_the_pdf_has_two_copies_and_the_certificate_of_employment(applicant: Applicant) -> None:
    code = applicant.printed()
    answer = applicant.get(f"/printed/{code}/application.pdf")
    assert answer.mimetype == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert text.count("お客様控え") >= 1
    assert "所属証明書" in text
    grouped = "-".join(code[i : i + 4] for i in range(0, 12, 4))
    assert grouped in text or " ".join(code[i : i + 4] for i in range(0, 12, 4)) in text


def test_s4_114_the_same_bytes_come_each_time(applicant: Applicant) -> None:
    code = applicant.printed()
    first = applicant.get(f"/printed/{code}/application.pdf").data
    assert applicant.get(f"/printed/{code}/application.pdf").data == first


def test_s4_132_s4_134_s4_135_the_page_tells_what_to_send_where_and_what_to_pay(applicant: Applicant) -> None:
    code = applicant.printed()
    shown = applicant.get(f"/printed/{code}").text
    for words in ("住民票", "所属組織の印鑑証明書", "181-8528", "CA サポートセンター宛", "なでしこ支店", "1621000"):
        assert words in shown


def test_a_stranger_cannot_open_the_papers(applicant: Applicant, app: Flask) -> None:
    code = applicant.printed()
    stranger = visitor(app)
    assert stranger.get(f"/printed/{code}").status_code == 404
    assert stranger.get(f"/printed/{code}/application.pdf").status_code == 404


def test_a_confirmation_key_of_another_session_makes_nothing(applicant: Applicant) -> None:
    applicant.consent()
    applicant.fill_in()
    answer = applicant.post("/confirm", {"request_key": "made up"})
    assert answer.location == f"{APPLY}/confirm"


def test_the_answers_leave_the_session_once_they_are_on_record(applicant: Applicant) -> None:
    applicant.printed()
    assert applicant.get("/confirm").location == f"{APPLY}/form"
    assert "セコムトラストシステムズ株式会社&#34;" not in applicant.get("/form").text
    assert 'value="せこむ"' not in applicant.get("/form").text


def test_s4_79_an_empty_roman_name_is_proposed_and_shown_for_a_look(applicant: Applicant) -> None:
    applicant.consent()
    answer = applicant.fill_in(name_roman="")
    assert answer.status_code == 422
    assert 'value="Taro Sekomu"' in answer.text
    assert "ふりがなから作成しました" in answer.text


def test_full_disk_says_so_and_loses_nothing(applicant: Applicant, office: Office, clock: FixedClock) -> None:
    """Nothing is half stored, the person is told, and the same press works once there is room again."""
    applicant.consent()
    applicant.fill_in()
    applicant.get("/confirm")
    with office.database.writing.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    office.database.writing.dispose()

    from sqlalchemy import event

    def fill_up(raw: object, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count={pages + 2}")  # type: ignore[attr-defined]  # because it is the driver's

    event.listen(office.database.writing, "connect", fill_up)
    answer = applicant.confirm()
    assert answer.status_code == 503
    assert "いま記録を保存できないため、操作は行われませんでした" in answer.text
    event.remove(office.database.writing, "connect", fill_up)
    office.database.writing.dispose()
    assert "/printed/" in applicant.confirm().location


@pytest.mark.parametrize("meanwhile", ["series", "typed", "kind"])
def test_s4_112_what_is_printed_is_what_was_confirmed(applicant: Applicant, office: Office, meanwhile: str) -> None:
    """In another tab something else was chosen: the confirmation is shown anew, and nothing is made yet."""
    applicant.consent()
    applicant.fill_in()
    key = re.search(r'name="request_key" value="([^"]+)"', applicant.get("/confirm").text)
    assert key
    if meanwhile == "series":
        applicant.get("/types?series=medium")
    elif meanwhile == "kind":
        applicant.post("/consent", {"profile": "individual"})
    else:
        applicant.fill_in(validity_years="3")
    answer = applicant.post("/confirm", {"request_key": key[1]})
    assert answer.location.endswith("/apply/confirm")
    assert all_of(office, Application) == []
    shown = {"series": "18,040円(税込)", "kind": "個人", "typed": "23,100円(税込)"}[meanwhile]
    assert shown in applicant.get("/confirm").text
    assert "/printed/" in applicant.confirm().location


def test_s4_62_a_form_is_judged_as_what_it_was_shown_for(applicant: Applicant) -> None:
    """Another kind, type and series were chosen in another tab while it was filled in; nothing of it is dropped."""
    applicant.consent()
    form = applicant.get("/form").text
    shown = dict(re.findall(r'name="(shown_\w+|csrf_token)"[^>]* value="([^"]+)"', form))
    assert shown["shown_kind"] == "employee"
    applicant.get("/types?series=medium")
    applicant.post("/consent", {"profile": "individual"})
    applicant.get("/preparation?type=basic")
    answer = applicant.client.post(f"{applicant.apply}/form", data=SAMPLE | shown)
    assert answer.location.endswith("/apply/confirm"), answer.text
    page = applicant.get("/confirm").text
    assert SAMPLE["organisation"] in page
    assert "15,400円(税込)" in page


def test_what_a_form_says_of_itself_is_taken_only_where_it_is_offered(applicant: Applicant) -> None:
    applicant.consent()
    for kind, series in (("nobody", "download"), ("employee", "nothing"), ("", "")):
        applicant.fill_in(shown_kind=kind, shown_series=series)
        assert "15,400円(税込)" in applicant.get("/confirm").text


def test_the_browser_that_made_a_withdrawn_application_is_told_so(applicant: Applicant, office: Office) -> None:
    """S4-114: no button leads to a paper that is erased."""
    code = applicant.printed()
    applicants.withdraw(office, VISITOR, own_token(office, code))
    answer = applicant.get(f"/printed/{code}")
    assert answer.status_code == 410
    assert "お預かりした個人情報は消去しました" in answer.text
