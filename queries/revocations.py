"""What the office sees of a certificate that is to be revoked, and the requests that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from adapters.db.models import Application, Certificate, RevocationEvidence, RevocationRequest, Staff
from domain.certificates.revocation_evidence import RevocationWay
from domain.certificates.revocation_request import OPEN_STATES, RevocationAct, RevocationRequestState, RevocationSource
from domain.pki.revocation import RevocationReason
from services import settings
from services.dispatch import certificate_of
from services.office import Office
from services.programmes import programme_of
from services.records import application_by_code

MOST_WAITING = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How the holder's own request came, and what its check gave (S4-198)."""

    way: RevocationWay
    received_on: date
    seal_matches: bool | None
    signed_at: datetime | None
    sender: str
    subject: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, with the people behind it by name."""

    id: int
    code: str
    name: str
    organisation: str
    act: RevocationAct
    source: RevocationSource
    reason: RevocationReason | None
    invalid_since: datetime | None
    note: str
    state: RevocationRequestState
    requested_at: datetime
    requested_by: str
    reviewed_at: datetime | None
    reviewed_by: str
    reviewed_by_id: int | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A certificate, by the clock of this moment, and what may be done about it."""

    contract_number: str
    serial_hex: str
    not_before: datetime
    not_after: datetime
    revoked_at: datetime | None
    reason: RevocationReason | None
    is_over: bool
    hold_allowed: bool
    two_person: bool
    request: Request | None
    """The open one, if any."""

    @property
    def is_held(self) -> bool:
        return self.reason is RevocationReason.CERTIFICATE_HOLD

    @property
    def acts(self) -> tuple[RevocationAct, ...]:
        """What may be asked for, the gravest last; empty where nothing may."""
        if self.request or self.is_over or (self.revoked_at and not self.is_held):
            return ()
        if self.is_held:
            return (RevocationAct.RELEASE, RevocationAct.REVOKE)
        return (RevocationAct.HOLD, RevocationAct.REVOKE) if self.hold_allowed else (RevocationAct.REVOKE,)


def standing(office: Office, code: str) -> Standing:
    """The certificate of an application. Raises ``NotFound('no_certificate')``, ``NotFound('no_such_application')``."""
    with office.database.read() as session:
        application = application_by_code(session, code)
        certificate = certificate_of(session, application)
        profile = programme_of(office, session, application).profile(application.profile)
        open_request = _requests(session, _open().where(RevocationRequest.certificate_id == certificate.id))
        return Standing(
            contract_number=certificate.contract_number,
            serial_hex=certificate.serial_number.upper(),
            not_before=certificate.not_before,
            not_after=certificate.not_after,
            revoked_at=certificate.revoked_at,
            reason=RevocationReason(certificate.revocation_reason) if certificate.revocation_reason else None,
            is_over=certificate.not_after < office.clock(),
            hold_allowed=profile.hold_allowed,
            two_person=settings.two_person(session),
            request=open_request[0] if open_request else None,
        )


def waiting(office: Office) -> list[Request]:
    """Every open request, the oldest first."""
    with office.database.read() as session:
        return _requests(session, _open().order_by(RevocationRequest.id).limit(MOST_WAITING))


def ids_of(office: Office, code: str) -> list[int]:
    """Every request about the certificates of an application, open or done."""
    with office.database.read() as session:
        asked = (
            select(RevocationRequest.id)
            .join(Certificate, Certificate.id == RevocationRequest.certificate_id)
            .join(Application, Application.id == Certificate.application_id)
            .where(Application.code == code)
        )
        return list(session.scalars(asked))


_Asker, _Reviewer = aliased(Staff), aliased(Staff)


def _open() -> Select[RevocationRequest, Application, str, str, RevocationEvidence]:
    return (
        select(RevocationRequest, Application, _Asker.name, _Reviewer.name, RevocationEvidence)
        .outerjoin(RevocationEvidence, RevocationEvidence.request_id == RevocationRequest.id)
        .join(Certificate, Certificate.id == RevocationRequest.certificate_id)
        .join(Application, Application.id == Certificate.application_id)
        .outerjoin(_Asker, _Asker.id == RevocationRequest.requested_by)
        .outerjoin(_Reviewer, _Reviewer.id == RevocationRequest.reviewed_by)
        .where(RevocationRequest.state.in_(OPEN_STATES))
    )


def _evidence(found: RevocationEvidence | None) -> Evidence | None:
    if found is None:
        return None
    return Evidence(
        way=RevocationWay(found.way),
        received_on=found.received_on,
        seal_matches=found.seal_matches,
        signed_at=found.signed_at,
        sender=found.sender,
        subject=found.subject,
        words=found.words,
    )


def _requests(
    session: Session, wanted: Select[RevocationRequest, Application, str, str, RevocationEvidence]
) -> list[Request]:
    return [
        Request(
            id=found.id,
            code=application.code,
            name=application.name,
            organisation=application.organisation,
            act=RevocationAct(found.act),
            source=RevocationSource(found.source),
            reason=RevocationReason(found.reason) if found.reason else None,
            invalid_since=found.invalid_since,
            note=found.note,
            state=RevocationRequestState(found.state),
            requested_at=found.requested_at,
            requested_by=asker or "",
            reviewed_at=found.reviewed_at,
            reviewed_by=reviewer or "",
            reviewed_by_id=found.reviewed_by,
            evidence=_evidence(evidence),
        )
        for found, application, asker, reviewer, evidence in session.execute(wanted)
    ]
