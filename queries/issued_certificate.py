"""What was issued for an application, and what became of its download (S4-151, S4-173, S4-179)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from adapters.db.models import Certificate, Download, KeyBundle, Medium, Receipt, Staff
from adapters.pki.reader import CertificateFacts, read_certificate
from domain.certificates.download import Download as Standing
from domain.certificates.download import DownloadState
from domain.certificates.receipt import ReceiptWay, due_on
from domain.japanese.local_time import day_in_japan
from domain.pki.revocation import RevocationReason
from services.office import Office
from services.programmes import programme_of
from services.records import application_by_code


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadFacts:
    """The counter for the certificate file, by the clock of this moment."""

    state: DownloadState
    tries: int
    tries_allowed: int
    last_day: date
    """The last day on which the file can be fetched, if nobody begins before (S4-161)."""
    first_pressed_at: datetime | None
    deadline: datetime | None
    fetches: int
    last_fetched_at: datetime | None
    over: bool
    """Nobody can fetch the file any more, and no new URL helps (S4-174)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumFacts:
    """The medium that is posted instead."""

    made_at: datetime | None
    """With the PIN that is on the papers; empty: it is still to be made."""
    made_count: int
    last_day: date
    """The last day on which it can be made."""
    erased: bool
    """The key bundle is gone: posted, revoked, or the last day is over."""
    posted_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """What is on record of the sealed sheet (S4-180)."""

    reminded_at: datetime | None = None
    extended_to: date | None = None
    differing_on: date | None = None
    returned_on: date | None = None
    way: ReceiptWay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate:
    """A certificate as the office shows it."""

    facts: CertificateFacts
    contract_number: str
    issued_by: str
    issued_at: datetime
    revoked_at: datetime | None
    revocation_reason: RevocationReason | None
    receipt_due_on: date
    """受領書送付期限日, or the later day to which the office put it off (S4-179)."""
    receipt_overdue: bool
    receipt: ReceiptFacts
    download: DownloadFacts | None
    medium: MediumFacts | None


def issued_certificate(office: Office, code: str) -> IssuedCertificate | None:
    """The newest certificate of an application, or None before it is issued. Raises ``NotFound``."""
    now = office.clock()
    with office.database.read() as session:
        application = application_by_code(session, code)
        row = session.execute(
            select(Certificate, Download, Medium, KeyBundle.certificate_id, Staff.name)
            .outerjoin(Download, Download.certificate_id == Certificate.id)
            .outerjoin(Medium, Medium.certificate_id == Certificate.id)
            .outerjoin(KeyBundle, KeyBundle.certificate_id == Certificate.id)
            .outerjoin(Staff, Staff.id == Certificate.issued_by)
            .where(Certificate.application_id == application.id, Certificate.der.is_not(None))
            .order_by(Certificate.id.desc())
            .limit(1)
        ).one_or_none()
        receipt = session.get(Receipt, application.id)
    if row is None:
        return None
    certificate, download, medium, bundle_id, issued_by = row
    if certificate.der is None or certificate.signed_at is None:
        raise AssertionError("the query asked for signed certificates only")
    programme = programme_of(office, session, application)
    extended_to = receipt.extended_to if receipt else None
    due = due_on(day_in_japan(certificate.not_before), programme.receipt_days, extended_to)
    return IssuedCertificate(
        facts=read_certificate(certificate.der),
        contract_number=certificate.contract_number,
        issued_by=issued_by or "",
        issued_at=certificate.signed_at,
        revoked_at=certificate.revoked_at,
        revocation_reason=RevocationReason(certificate.revocation_reason) if certificate.revocation_reason else None,
        receipt_due_on=due,
        receipt_overdue=day_in_japan(now) > due,
        receipt=_receipt(receipt),
        download=_download(download, programme.download.tries, now) if download else None,
        medium=_medium(medium, bundle_id) if medium else None,
    )


def _medium(found: Medium, bundle_id: int | None) -> MediumFacts:
    return MediumFacts(
        made_at=found.made_at,
        made_count=found.made_count,
        last_day=day_in_japan(found.closes_at - timedelta(seconds=1)),
        erased=bundle_id is None,
        posted_number=found.posted_number,
    )


def _receipt(kept: Receipt | None) -> ReceiptFacts:
    if kept is None:
        return ReceiptFacts()
    return ReceiptFacts(
        reminded_at=kept.reminded_at,
        extended_to=kept.extended_to,
        differing_on=kept.differing_on,
        returned_on=kept.returned_on,
        way=ReceiptWay(kept.way) if kept.way else None,
    )


def _download(found: Download, tries_allowed: int, now: datetime) -> DownloadFacts:
    stored = DownloadState(found.state)
    standing = Standing(state=stored, closes_at=found.closes_at, deadline=found.deadline, wrong_tries=found.wrong_tries)
    over = stored is DownloadState.CLOSED or standing.is_over(now)
    return DownloadFacts(
        state=DownloadState.CLOSED if over else stored,
        tries=found.wrong_tries,
        tries_allowed=tries_allowed,
        last_day=day_in_japan(found.closes_at - timedelta(seconds=1)),
        first_pressed_at=found.first_pressed_at,
        deadline=found.deadline,
        fetches=found.fetch_count,
        last_fetched_at=found.last_fetched_at,
        over=over,
    )
