"""A new service is one new folder and no edit elsewhere: it can be applied for and issued (design §1)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.db.models import Download, ProgrammeEdition
from adapters.pki.reader import read_certificate
from adapters.programmes import load
from domain.certificates.printed import ApplicationFormPaper, PrintSet
from domain.certificates.printed_parcel import DispatchSet
from services import applications, dispatch, issuance, media, review
from services.applications import Draft
from services.office import Office
from services.programmes import programme_of
from tests.factories.applications import SAMPLE, arrive, found_good, hire, secrets_of
from tests.factories.offices import VISITOR, make_office
from tests.factories.printing import paper_pool
from tests.factories.records import all_of, application, certificates, newest_mail, papers
from tests.fakes.printer import QuickPrinter
from tests.integration.programmes.test_loader import OWN, SHIPPED

APPLIED = Draft(
    programme="mihon", series="card", profile="person", consents={"agreement": "3", "privacy": "1"}, typed=SAMPLE
)


@pytest.fixture
def printer() -> QuickPrinter:
    return QuickPrinter()


@pytest.fixture
def office(tmp_path: Path, printer: QuickPrinter) -> Iterator[Office]:
    """The folder lies where an office keeps its own services."""
    (tmp_path / "programmes").symlink_to(OWN)
    made = make_office(tmp_path, printer)
    yield made
    made.database.close()


def test_it_is_applied_for_issued_and_posted(office: Office, printer: QuickPrinter) -> None:
    crew = hire(office)
    code = applications.confirm(office, VISITOR, APPLIED, request_key="once")
    made = application(office, code)
    assert (made.fee_before_tax, made.organisation, set(papers(office, code))) == (
        8001,
        "",
        {"application_form", "residence_record"},
    )
    arrive(office, crew, code)
    review.start(office, crew.reviewer, code)
    found_good(office, crew, code)
    review.accept(office, crew.reviewer, code)
    issuance.issue(office, crew.issuer, code)
    (row,) = certificates(office, code)
    assert row.der is not None
    facts = read_certificate(row.der)
    assert [line.value for line in facts.subject] == ["JP", "Taro Sekomu", row.contract_number]
    assert facts.key_usage == ("digitalSignature",)
    dispatch.print_parcel(office, crew.dispatcher, code)

    form = printer.printed[0]
    assert isinstance(form, PrintSet)
    assert [paper.title for paper in form.papers] == ["利用申込書", "利用申込書", "郵送用の宛名と確認表"]
    office_copy = form.papers[0]
    assert isinstance(office_copy, ApplicationFormPaper)
    assert office_copy.organisation == ()
    assert [line.value for line in office_copy.fees] == ["8,801円(税込)"]
    parcel = next(paper for paper in printer.printed if isinstance(paper, DispatchSet))
    assert parcel.cover_letter.receipt_due_on - parcel.cover_letter.dispatched_on == timedelta(days=14)
    assert parcel.cover_letter.contact.operator == "見本商工会議所"

    given = secrets_of(office, code)
    assert len(given["password"]) == 10
    assert given["url"].endswith("/mihon")
    assert (all_of(office, Download)[0].closes_at - office.clock()).days == 10
    assert "見本商工会議所" in newest_mail(office, code).body


def test_its_medium_is_data_too_s4_19_s4_120(office: Office, printer: QuickPrinter) -> None:
    """A stick instead of a disc, and no line of code knows it."""
    crew = hire(office)
    code = applications.confirm(office, VISITOR, replace(APPLIED, series="stick"), request_key="once")
    arrive(office, crew, code)
    review.start(office, crew.reviewer, code)
    found_good(office, crew, code)
    review.accept(office, crew.reviewer, code)
    issuance.issue(office, crew.issuer, code)
    assert "媒体(USBメモリー)に収めて郵送いたします" in "".join(newest_mail(office, code).body.split())
    assert all_of(office, Download) == []
    dispatch.print_parcel(office, crew.dispatcher, code)
    parcel = next(paper for paper in printer.printed if isinstance(paper, DispatchSet))
    assert parcel.medium_label is not None
    assert parcel.medium_label.medium == "USBメモリー"
    assert media.make_medium(office, crew.dispatcher, code)[0x8001:0x8006] == b"CD001"


def test_an_application_keeps_the_edition_it_was_made_under_s4_07_s4_64(office: Office, tmp_path: Path) -> None:
    """The office raises price and papers, and restarts, while the application is on its way."""
    code = applications.confirm(office, VISITOR, APPLIED, request_key="once")
    shutil.copytree(OWN, tmp_path / "new")
    file = tmp_path / "new" / "mihon" / "programme.toml"
    text = file.read_text(encoding="utf-8").replace("before_tax = 8001", "before_tax = 9999")
    file.write_text(text.replace("receipt_days = 14", "receipt_days = 7"), encoding="utf-8")
    later = replace(office, programmes=load(SHIPPED, tmp_path / "new"))
    applications.confirm(later, VISITOR, APPLIED, request_key="twice")
    with later.database.read() as session:
        old = programme_of(later, session, application(later, code))
    assert old == office.programmes.get("mihon")
    assert (old.receipt_days, later.programmes.get("mihon").receipt_days) == (14, 7)
    assert len(all_of(later, ProgrammeEdition)) == 2


def test_its_paper_prints(office: Office) -> None:
    code = applications.confirm(replace(office, renderer=paper_pool()), VISITOR, APPLIED, request_key="once")
    assert applications.printed_document(office, code).startswith(b"%PDF-")
