"""Confirming an application (S4-107…S4-130)."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from adapters.db.models import Application, AuditEvent, Consent, Document, OutgoingMail, SubmittedPaper
from adapters.paper import PaperPool
from adapters.programmes import Programmes
from adapters.randomness import SystemRandomness
from domain.certificates.printed import ApplicationFormPaper, Paper, PrintSet
from domain.errors import InvalidInput, NotFound
from services import applications
from services.faults import is_storage_fault
from services.office import Office
from tests.factories.applications import CONSENTS, SAMPLE, confirmed, draft
from tests.factories.coupons import made_coupon
from tests.factories.offices import VISITOR, FixedClock
from tests.factories.records import acts, all_of, application, papers
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal


def nothing_is_stored(office: Office) -> bool:
    tables = (Application, Consent, SubmittedPaper, Document, OutgoingMail)
    return not any(all_of(office, table) for table in tables) and not any(
        event.action == "confirm" for event in all_of(office, AuditEvent)
    )


def test_the_form_becomes_a_record_s4_114_s4_120(office: Office, clock: FixedClock) -> None:
    code = confirmed(office)
    made = application(office, code)
    assert (made.state, made.version, made.printed_at) == ("printed", 1, clock())
    assert (made.name, made.reading, made.organisation) == (
        "セコム 太郎",
        "せこむ たろう",
        "セコムトラストシステムズ株式会社",
    )
    assert (made.fee_before_tax, made.fee_tax_percent) == (14_000, 10)
    assert made.answers["corporate_number"] == "4011001040781"
    assert made.certificate_values["name_kanji"] == "セコム 太郎"
    assert acts(office, code) == ["confirm"]
    assert [mail.kind for mail in all_of(office, OutgoingMail)] == ["application_printed"]


def test_consent_is_kept_with_version_and_time_s4_64(office: Office, clock: FixedClock) -> None:
    confirmed(office)
    assert {(c.document, c.version, c.agreed_at) for c in all_of(office, Consent)} == {
        (document, version, clock()) for document, version in CONSENTS.items()
    }


@pytest.mark.parametrize(
    "changes,extra",
    [
        ({}, set()),
        ({"proxy": "yes", "proxy_name": "見本 花子", "proxy_address": "東京都三鷹市1-2"}, {"proxy_seal"}),
        ({"coupon_use": "yes", "coupon_code": "TCCI-1"}, {"coupon", "membership"}),
    ],
)
def test_the_papers_to_wait_for_follow_the_answers_s4_43_s4_45_s4_46(
    office: Office, changes: dict[str, str], extra: set[str]
) -> None:
    usual = {
        *("application_form", "employment_certificate", "residence_record", "personal_seal"),
        *("transfer_slip", "registry", "organisation_seal"),
    }
    made_coupon(office, "TCCI-1")
    assert set(papers(office, confirmed(office, **changes))) == usual | extra


def test_the_rate_of_the_day_is_kept_s4_07(office: Office, clock: FixedClock) -> None:
    """23:59 of 30 September 2019 in Japan, and a minute later."""
    clock.now = datetime(2019, 9, 30, 14, 59, tzinfo=UTC)
    assert application(office, confirmed(office)).fee_tax_percent == 8
    clock.now = datetime(2019, 9, 30, 15, 0, tzinfo=UTC)
    assert application(office, confirmed(office)).fee_tax_percent == 10


def test_what_was_printed_is_kept_exactly_s4_115(office: Office, printer: QuickPrinter) -> None:
    code = confirmed(office)
    (document,) = all_of(office, Document)
    kept = applications.printed_document(office, code)
    assert kept == printer.render(printer.printed[0])
    assert document.sha256 == hashlib.sha256(kept).hexdigest()
    assert b"PDF" not in document.sealed
    (paper,) = [p for p in printer.printed[:1] if isinstance(p, PrintSet)]
    form, copy, employment, posting = paper.papers
    assert isinstance(form, ApplicationFormPaper)
    assert copy == replace(form, copy="applicant"), "two identical copies, one to keep"
    assert posting.title == "郵送用の宛名と確認表", "address label and what to put into the envelope (S4-134)"
    assert employment.title == "所属証明書", "for 組織社員 only, and automatically (S4-103, S4-129)"


def test_the_real_printer_prints_it(office: Office, real_printer: PaperPool) -> None:
    code = confirmed(replace(office, renderer=real_printer))
    kept = applications.printed_document(office, code)
    assert kept.startswith(b"%PDF-")
    assert all_of(office, Document)[0].sha256 == hashlib.sha256(kept).hexdigest()


def test_another_document_is_not_found(office: Office) -> None:
    code = confirmed(office)
    with expect_refusal("no_such_document"):
        applications.printed_document(office, code, "cover_letter")
    with expect_refusal("no_such_application"):
        applications.printed_document(office, "ABCDEFGHJKLM")


def test_pressing_twice_makes_one_application(office: Office) -> None:
    first = applications.confirm(office, VISITOR, draft(), request_key="once")
    assert applications.confirm(office, VISITOR, draft(), request_key="once") == first
    assert len(all_of(office, Application)) == 1


class Rendezvous(QuickPrinter):
    """Two presses wait for each other at the printer, so that neither can know of the other."""

    def __init__(self) -> None:
        super().__init__()
        self.both = Barrier(2, timeout=30)

    def render(self, paper: Paper) -> bytes:
        self.both.wait()
        return super().render(paper)


def test_pressing_twice_at_the_same_moment_makes_one_application(office: Office) -> None:
    busy = replace(office, renderer=Rendezvous())
    with ThreadPoolExecutor(2) as hands:
        presses = [hands.submit(applications.confirm, busy, VISITOR, draft(), request_key="once") for _ in "ab"]
        codes = {press.result() for press in presses}
    assert codes == {one.code for one in all_of(office, Application)}
    assert len(codes) == len(all_of(office, Document)) == 1


class Repeating(SystemRandomness):
    """Draws the same letters each time."""

    def letters(self, alphabet: str, length: int) -> str:
        return alphabet[0] * length


def test_a_code_given_twice_by_chance_stores_nothing_and_says_so(office: Office) -> None:
    stuck = replace(office, randomness=Repeating())
    applications.confirm(stuck, VISITOR, draft(), request_key="one")
    with pytest.raises(IntegrityError):
        applications.confirm(stuck, VISITOR, draft(), request_key="two")
    assert len(all_of(office, Application)) == 1


@pytest.mark.parametrize("missing", CONSENTS)
@pytest.mark.parametrize("version", [None, "0.99"])
def test_without_consent_to_the_present_version_nothing_is_stored_s4_54_s4_59_s4_61(
    office: Office, missing: str, version: str | None
) -> None:
    consents = {k: v for k, v in (CONSENTS | {missing: version}).items() if v is not None}
    with expect_refusal("consent_missing"):
        applications.confirm(office, VISITOR, replace(draft(), consents=consents), request_key="once")
    assert applications.missing_consents(office.programmes.get("gid"), consents) == [missing]
    assert nothing_is_stored(office)


def test_a_bad_answer_is_refused_at_its_place_and_nothing_is_stored_s4_70(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        applications.confirm(office, VISITOR, draft(surname="髙橋"), request_key="once")
    assert (refused.value.code, refused.value.field) == ("outside_jis_x_0208", "surname")
    assert nothing_is_stored(office)


@pytest.mark.parametrize(
    "part,code",
    [("programme", "no_such_programme"), ("series", "no_such_series"), ("profile", "no_such_profile")],
)
def test_what_is_not_on_offer_cannot_be_applied_for_s4_19_s4_62(office: Office, part: str, code: str) -> None:
    changes: dict[str, Any] = {part: "mars"}
    with pytest.raises(NotFound) as refused:
        applications.confirm(office, VISITOR, replace(draft(), **changes), request_key="once")
    assert refused.value.code == code
    assert nothing_is_stored(office)


def test_a_kind_that_is_only_described_cannot_be_applied_for_s4_62(office: Office) -> None:
    gid = office.programmes.get("gid")
    described = tuple(replace(kind, offered=kind.key != "employee") for kind in gid.profiles)
    closed = replace(office, programmes=Programmes({"gid": replace(gid, profiles=described)}))
    with pytest.raises(NotFound, match="no_such_profile"):
        applications.confirm(closed, VISITOR, draft(), request_key="once")
    assert nothing_is_stored(office)


def test_a_term_that_nobody_sells_is_refused_at_the_form_s4_71(office: Office) -> None:
    gid = office.programmes.get("gid")
    two_years_only = replace(gid, prices=tuple(p for p in gid.prices if p.years == 2), validity_years=(2,))
    small = replace(office, programmes=Programmes({"gid": two_years_only}))
    judged = applications.judge_form(
        small, two_years_only, gid.profile("employee"), gid.series[0], SAMPLE | {"validity_years": "3"}
    )
    assert [(p.code, p.field) for p in judged.problems] == [("no_price", "validity_years")]


def test_a_full_disk_stores_nothing_by_halves(office: Office) -> None:
    with office.database.writing.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(OperationalError, match="full") as failed:
        applications.confirm(replace(office, renderer=Bulky()), VISITOR, draft(), request_key="once")
    assert is_storage_fault(failed.value)
    assert nothing_is_stored(office)


class Bulky(QuickPrinter):
    """Prints more than fits."""

    def render(self, paper: Paper) -> bytes:
        return bytes(200_000)


def test_other_faults_are_not_the_disks() -> None:
    assert not is_storage_fault(ValueError("ours"))
