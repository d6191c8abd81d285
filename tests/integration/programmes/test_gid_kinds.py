"""Every kind of 図2-4 and 図2-9 goes the whole way, with its own rows, papers and certificate (S4-26…S4-32, S4-69)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.pki.reader import read_certificate
from adapters.programmes import Programmes
from domain.certificates.printed import ApplicationFormPaper, PrintSet
from domain.errors import NotFound
from services import applications, issuance, review
from services.office import Office
from tests.factories.applications import arrive, draft, found_good, hire
from tests.factories.coupons import made_coupon
from tests.factories.offices import VISITOR, make_office
from tests.factories.printing import paper_pool
from tests.factories.records import application, certificates
from tests.fakes.printer import QuickPrinter
from tests.unit.certificates.filled import FULL

PERSON = {"氏名(漢字)", "旧姓", "氏名(ローマ字)", "電子メールアドレス"}
PERSONAL = {"住所(漢字)", "住所(ローマ字)", "生年月日", "性別"}
ORGANISATION = {"組織名", "組織代表者氏名", "組織所在地"}
WRITTEN = {
    "basic": PERSON,  # S4-27: what the other kinds add to
    "individual": PERSON | PERSONAL,  # S4-28
    "sole_proprietor": PERSON | PERSONAL | ORGANISATION,  # S4-29: no 法人番号
    "representative": PERSON | PERSONAL | ORGANISATION | {"法人番号"},  # S4-30
    "employee": PERSON | PERSONAL | ORGANISATION | {"法人番号", "部門名", "部門所在地"},  # S4-31
    "employee_mandate": PERSON | PERSONAL | ORGANISATION | {"法人番号", "部門名", "部門所在地", "代理権内容"},  # S4-32
}
"""With everything chosen that may be written."""


@pytest.fixture(scope="module")
def printer() -> QuickPrinter:
    return QuickPrinter()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, printer: QuickPrinter) -> Iterator[Office]:
    made = make_office(tmp_path_factory.mktemp("office"), printer)
    made_coupon(made, FULL["coupon_code"])
    yield made
    made.database.close()


@pytest.mark.parametrize("kind", WRITTEN)
def test_its_certificate_says_what_its_form_asked_s4_69_s4_149(
    office: Office, printer: QuickPrinter, kind: str
) -> None:
    crew = hire(office)
    filled = replace(draft(**FULL), profile=kind)
    code = applications.confirm(office, VISITOR, filled, request_key=kind)
    printed = printer.printed[-1]
    assert isinstance(printed, PrintSet)
    form = printed.papers[0]
    assert isinstance(form, ApplicationFormPaper)
    assert {line.label for line in form.certificate} == WRITTEN[kind]
    assert bool(form.organisation) is ("組織名" in WRITTEN[kind])
    assert len(printed.papers) == (4 if kind.startswith("employee") else 3), "所属証明書 for 組織社員 only (S4-129)"

    arrive(office, crew, code)
    review.start(office, crew.reviewer, code)
    found_good(office, crew, code)
    review.accept(office, crew.reviewer, code)
    issuance.issue(office, crew.issuer, code)
    (row,) = certificates(office, code)
    facts = read_certificate(row.der or b"")
    subject = {line.label: line.value for line in facts.subject}
    said = str(facts)
    assert ("NTRJP-4011001040781" in said) is ("法人番号" in WRITTEN[kind])
    assert ("セコムトラストシステムズ株式会社" in said) is ("組織名" in WRITTEN[kind])
    assert ("見本市への入札と、その契約の締結" in said) is ("代理権内容" in WRITTEN[kind])
    assert ("三鷹市下連雀" in said) is ("住所(漢字)" in WRITTEN[kind])
    assert "セコム 太郎" in said
    assert "見本 太郎" in said, "the former surname (S4-76)"
    assert "Taro Sekomu" in subject.values()


@pytest.mark.parametrize("kind", WRITTEN)
def test_its_papers_print(office: Office, kind: str) -> None:
    """With everything chosen, so that the fullest form of each kind meets the printer."""
    filled = replace(draft(**FULL), profile=kind)
    real = replace(office, renderer=paper_pool())
    code = applications.confirm(real, VISITOR, filled, request_key=f"{kind} on paper")
    assert applications.printed_document(office, code).startswith(b"%PDF-")


def test_the_entrance_one_came_by_is_kept_s4_17(office: Office) -> None:
    for group in ("general", "administrative_scrivener"):
        code = applications.confirm(office, VISITOR, replace(draft(), group=group), request_key=group)
        assert application(office, code).applicant_group == group
    with pytest.raises(NotFound, match="no_such_group"):
        applications.confirm(office, VISITOR, replace(draft(), group="mars"), request_key="mars")


def test_a_series_that_is_not_offered_cannot_be_applied_for_s4_06(office: Office) -> None:
    gid = office.programmes.get("gid")
    closed = replace(gid, series=tuple(replace(one, offered=not one.on_medium) for one in gid.series))
    with pytest.raises(NotFound, match="no_such_series"):
        applications.confirm(
            replace(office, programmes=Programmes({"gid": closed})), VISITOR, draft(series="medium"), request_key="CD-R"
        )
