"""Personal data go on schedule; the record of the certificate stays (docs/settings.md)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from adapters.db.models import (
    Application,
    AuditNote,
    Certificate,
    Coupon,
    Document,
    OutgoingMail,
    RevocationEvidence,
    RevocationRequest,
)
from domain.access import Role
from domain.certificates.application import ApplicationState
from domain.certificates.revocation_evidence import RevocationWay
from domain.certificates.revocation_request import RevocationAct
from domain.japanese.local_time import day_in_japan
from domain.pki.revocation import RevocationReason
from domain.settings.setting import Group
from services import audit, erasure, keeping, revocation, settings
from services.office import Office
from services.records import application_by_code
from services.revocation import Wish
from tests.factories.applications import Crew, confirmed
from tests.factories.coupons import made_coupon
from tests.factories.issued_rows import given_out
from tests.factories.offices import FixedClock, make_staff
from tests.factories.records import acts, all_of, application, certificates

ENDS = datetime(2028, 11, 20, 14, 59, 59, tzinfo=UTC)
OVER = datetime(2038, 11, 20, 15, tzinfo=UTC)
"""Midnight in Japan after ten whole years."""


@pytest.fixture
def code(office: Office) -> str:
    given_out(office)
    with office.database.write() as session:
        session.execute(update(Certificate).values(not_after=ENDS))
        return session.get_one(Application, 1).code


def signed_mail(office: Office) -> RevocationEvidence:
    """The holder's .eml, as the office keeps it once its signature was found good (S4-198)."""
    return RevocationEvidence(
        way=RevocationWay.SIGNED_MAIL,
        received_on=day_in_japan(office.clock()),
        signature_sha256="a" * 64,
        signed_at=office.clock(),
        sender="holder@example.jp",
        subject="失効の申請",
        words="セコム 太郎です。",
        sealed=b"the whole mail",
    )


def test_ten_years_after_the_certificate_ended_the_person_is_forgotten_and_the_certificate_is_not(
    office: Office, clock: FixedClock, crew: Crew, code: str
) -> None:
    wish = Wish(act=RevocationAct.REVOKE, reason=RevocationReason.SUPERSEDED, note="セコム 太郎さんから電話")
    request = revocation.receive(office, crew.reviewer, code, wish, signed_mail(office))
    revocation.approve(office, crew.reviewer, request)
    revocation.carry_out(office, crew.issuer, request)
    with office.database.write() as session:
        session.execute(update(OutgoingMail).values(state="sent", sent_at=clock()))
    kept = certificates(office, code)[0]
    clock.now = OVER - timedelta(seconds=1)
    assert keeping.erase_due(office) == 0
    clock.now = OVER
    assert keeping.erase_due(office) == 1
    assert keeping.erase_due(office) == 0
    erasure.erase_mails(office)
    made = application(office, code)
    assert (made.name, made.email, made.erased_at, made.certificate_values) == ("(消去済み)", "", OVER, {})
    assert not all_of(office, Document)
    assert not all_of(office, AuditNote)
    assert {row.note for row in all_of(office, RevocationRequest)} == {""}
    (mail,) = all_of(office, RevocationEvidence)
    assert (mail.sealed, mail.sender, mail.subject, mail.words) == (None, "", "", "")
    assert mail.signature_sha256 == "a" * 64, "the same mail serves nobody else"
    assert {(mail.body, mail.recipient) for mail in all_of(office, OutgoingMail) if mail.application_id} == {("", "")}
    after = certificates(office, code)[0]
    assert (after.serial_number, after.der, after.not_after) == (kept.serial_number, kept.der, kept.not_after)
    assert (after.revoked_at, after.revocation_reason) == (kept.revoked_at, "superseded")
    assert acts(office, code)[-1] == "erase_personal_data"
    with office.database.read() as session:
        assert audit.verify(session)[1] is None, "the trail holds without the words"


def test_a_second_certificate_that_lasts_longer_keeps_the_data(office: Office, clock: FixedClock, code: str) -> None:
    with office.database.write() as session:
        first = session.get_one(Certificate, 1)
        session.add(
            Certificate(
                application_id=first.application_id,
                authority_id=first.authority_id,
                serial_number="f" * 40,
                contract_number="F" * 12,
                intended_at=clock(),
                not_before=clock(),
                not_after=ENDS + timedelta(days=1),
            )
        )
    clock.now = OVER
    assert keeping.erase_due(office) == 0
    clock.now = OVER + timedelta(days=1)
    assert keeping.erase_due(office) == 1


def test_who_was_rejected_is_forgotten_a_year_later_and_the_coupon_stays_used(
    office: Office, clock: FixedClock
) -> None:
    code = confirmed(office)
    coupon_id = made_coupon(office)
    with office.database.write() as session:
        session.get_one(Coupon, coupon_id).uses = 1
        rejected = application_by_code(session, code)
        rejected.state, rejected.rejection_reason = ApplicationState.REJECTED, "住民票と異なる"
        rejected.coupon_id = coupon_id
    clock.now = datetime(2027, 11, 20, 14, 59, 59, tzinfo=UTC)
    assert keeping.erase_due(office) == 0
    clock.advance(timedelta(seconds=1))
    assert keeping.erase_due(office) == 1
    assert (application(office, code).name, application(office, code).rejection_reason) == ("(消去済み)", "")
    assert [coupon.uses for coupon in all_of(office, Coupon)] == [1]


def test_the_office_says_how_many_years(office: Office, clock: FixedClock, code: str) -> None:
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    settings.change(office, administrator, Group.RETENTION, {"holder_data_years": "30"})
    clock.now = OVER.replace(year=2058) - timedelta(seconds=1)
    assert keeping.erase_due(office) == 0
    clock.advance(timedelta(seconds=1))
    assert keeping.erase_due(office) == 1


def test_two_processes_at_once_forget_once(office: Office, clock: FixedClock, code: str) -> None:
    clock.now = OVER
    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(lambda _: keeping.erase_due(office), "ab")) == [0, 1]
    assert acts(office, code).count("erase_personal_data") == 1
