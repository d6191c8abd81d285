"""Revoking, holding and releasing certificates: one person proposes, another carries it out (S4-192…S4-198).

The holder's own request (on paper or by signed mail) begins with ``receive``; what the office wants itself begins with
``propose``. From then on both are the same.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, RevocationEvidence, RevocationRequest
from domain.access import Actor, Permission, require_second_person
from domain.certificates.revocation_request import (
    OPEN_STATES,
    REVOCATION_REQUEST_LIFE,
    RevocationAct,
    RevocationRequestEvent,
    RevocationRequestState,
    RevocationSource,
)
from domain.errors import InvalidInput, NotFound, RuleViolation
from domain.pki.revocation import OF_SUBSCRIBERS, RevocationReason
from services import audit, continuity, crl_entries, mails, revocation_lists, settings
from services.dispatch import certificate_of
from services.key_bundles import destroy_bundle
from services.office import Office
from services.programmes import programme_of
from services.records import application_by_code, subject_of

LONGEST_NOTE = 1000
"""Characters."""

log = logging.getLogger(__name__)

_State, _Event = RevocationRequestState, RevocationRequestEvent
_PLANNED = {RevocationAct.REVOKE: "revocation_planned"}
"""Only what cannot be taken back is announced (S4-204): a hold that waits for a letter is none."""
_DONE = {
    RevocationAct.REVOKE: "revocation_done",
    RevocationAct.HOLD: "certificate_held",
    RevocationAct.RELEASE: "certificate_released",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for and why. ``reason`` and ``invalid_since`` belong to a revocation only."""

    act: RevocationAct
    note: str
    reason: RevocationReason | None = None
    invalid_since: datetime | None = None


def receive(office: Office, actor: Actor, code: str, wish: Wish, evidence: RevocationEvidence | None = None) -> int:
    """Notes the holder's request, to be judged (S4-193), with how it came. Gives its id; raises as ``propose``."""
    actor.require(Permission.REVOKE)
    with office.database.write() as session:
        request = _new(session, office, actor, code, wish, RevocationSource.HOLDER)
        request.state = _State.RECEIVED
        session.flush()
        if evidence is not None:
            evidence.request_id = request.id
            session.add(evidence)
        way = evidence.way if evidence else ""
        _record(session, office, actor, request, "receive_revocation_request", note=wish.note, way=way)
        return request.id


def propose(office: Office, actor: Actor, code: str, wish: Wish) -> int:
    """The office wants it: the other person is asked, or, where one is enough, it is carried out at once.

    Gives the request's id. Raises ``NotFound('no_certificate')``, ``RuleViolation`` with ``already_revoked``,
    ``certificate_over``, ``hold_not_allowed``, ``not_held`` or ``revocation_requested_already``, and ``InvalidInput``.
    """
    actor.require(Permission.REVOKE)
    with office.database.write() as session:
        request = _new(session, office, actor, code, wish, RevocationSource.OFFICE)
        request.state, request.reviewed_at, request.reviewed_by = _State.REVIEWED, office.clock(), actor.staff_id
        session.flush()
        _record(session, office, actor, request, "propose_revocation", note=wish.note)
        if settings.two_person(session):
            _announce(session, office, request)
            return request.id
        certificate = _carry_out(session, office, actor, request)
    _publish(office, certificate)
    return request.id


def approve(office: Office, actor: Actor, request_id: int) -> None:
    """The holder's request is in order: the holder is told that it will be done (S4-194, S4-204).

    Raises ``RuleViolation('seal_of_request_differs')`` for a paper that bears another seal (S4-193).
    """
    actor.require(Permission.REVOKE)
    with office.database.write() as session:
        evidence = session.get(RevocationEvidence, request_id)
        if evidence is not None and evidence.seal_matches is False:
            raise RuleViolation("seal_of_request_differs")
        request = _move(session, request_id, _Event.APPROVE)
        request.reviewed_at, request.reviewed_by = office.clock(), actor.staff_id
        _record(session, office, actor, request, _Event.APPROVE)
        _announce(session, office, request)


def carry_out(office: Office, actor: Actor, request_id: int) -> None:
    """Does it, by another person than proposed it (S4-195). Lists and answers show it at once.

    Raises ``RuleViolation('second_person_needed')``, ``'not_possible_now'``, or as ``propose``.
    """
    actor.require(Permission.REVOKE)
    with office.database.write() as session:
        request = _request(session, request_id)
        require_second_person(actor, request.reviewed_by, two_person=settings.two_person(session))
        certificate = _carry_out(session, office, actor, request)
    _publish(office, certificate)


def refuse(office: Office, actor: Actor, request_id: int, *, note: str) -> None:
    """It is not done; the reason is on record. Nobody is told by mail: a person calls the holder."""
    actor.require(Permission.REVOKE)
    words = _note(note)
    with office.database.write() as session:
        request = _move(session, request_id, _Event.REFUSE)
        request.decided_at, request.decided_by = office.clock(), actor.staff_id
        _record(session, office, actor, request, _Event.REFUSE, note=words)


def _new(
    session: Session, office: Office, actor: Actor, code: str, wish: Wish, source: RevocationSource
) -> RevocationRequest:
    application = application_by_code(session, code)
    certificate = certificate_of(session, application)
    _check(session, office, application, certificate, wish)
    now = office.clock()
    request = RevocationRequest(
        certificate_id=certificate.id,
        act=wish.act,
        source=source,
        reason=wish.reason,
        invalid_since=wish.invalid_since,
        note=_note(wish.note),
        requested_at=now,
        requested_by=actor.staff_id,
    )
    session.add(request)
    return request


def _check(session: Session, office: Office, application: Application, certificate: Certificate, wish: Wish) -> None:
    _require_possible(office, certificate, RevocationAct(wish.act))
    profile = programme_of(office, session, application).profile(application.profile)
    if wish.act == RevocationAct.HOLD and not profile.hold_allowed:
        raise RuleViolation("hold_not_allowed")
    if wish.act == RevocationAct.REVOKE and wish.reason not in OF_SUBSCRIBERS:
        raise InvalidInput("choose_one", "reason")
    if wish.invalid_since is not None and wish.invalid_since > office.clock():
        raise InvalidInput("day_in_future", "invalid_since")
    open_request = select(RevocationRequest.id).where(
        RevocationRequest.certificate_id == certificate.id, RevocationRequest.state.in_(OPEN_STATES)
    )
    if session.scalars(open_request).first() is not None:
        raise RuleViolation("revocation_requested_already")


def _require_possible(office: Office, certificate: Certificate, act: RevocationAct) -> None:
    if certificate.not_after < office.clock():
        raise RuleViolation("certificate_over")
    held = certificate.revocation_reason == RevocationReason.CERTIFICATE_HOLD
    if act is RevocationAct.RELEASE and not held:
        raise RuleViolation("not_held")
    if certificate.revoked_at is not None and (not held or act is RevocationAct.HOLD):
        raise RuleViolation("already_revoked")


def _note(text: str) -> str:
    words = text.strip()
    if not words:
        raise InvalidInput("required", "note")
    if len(words) > LONGEST_NOTE:
        raise InvalidInput("too_long", "note", limit=LONGEST_NOTE)
    return words


def _request(session: Session, request_id: int) -> RevocationRequest:
    found = session.get(RevocationRequest, request_id)
    if found is None:
        raise NotFound("no_such_revocation_request")
    return found


def _move(session: Session, request_id: int, event: RevocationRequestEvent) -> RevocationRequest:
    request = _request(session, request_id)
    request.state = REVOCATION_REQUEST_LIFE.after(RevocationRequestState(request.state), event)
    request.version += 1
    return request


def _carry_out(session: Session, office: Office, actor: Actor, request: RevocationRequest) -> Certificate:
    """In one transaction: certificate, line of the list, request, key file, audit and mail, or none of them."""
    continuity.require_unbroken(office, session)
    certificate = session.get_one(Certificate, request.certificate_id)
    act = RevocationAct(request.act)
    _require_possible(office, certificate, act)
    _move(session, request.id, _Event.CARRY_OUT)
    now = office.clock()
    request.decided_at, request.decided_by = now, actor.staff_id
    if act is RevocationAct.RELEASE:
        crl_entries.take_off_list(session, certificate, at=now)
    else:
        reason = RevocationReason(request.reason) if request.reason else RevocationReason.CERTIFICATE_HOLD
        crl_entries.put_on_list(session, certificate, reason, at=now, invalid_since=request.invalid_since)
    if act is RevocationAct.REVOKE:
        # Nobody is to fetch a key whose certificate is worth nothing.
        destroy_bundle(session, office, certificate.id, actor)
    _record(session, office, actor, request, _Event.CARRY_OUT)
    _tell(session, office, _DONE[act], request)
    return certificate


def _publish(office: Office, certificate: Certificate) -> None:
    """The list at once. The revocation stands whatever happens here: the worker tries again within a minute."""
    office.database.forget_old_pages()
    try:
        revocation_lists.publish(office, certificate.authority_id)
    except Exception as fault:
        log.error("a revocation list could not be published, the worker will: %s", type(fault).__name__)


def _announce(session: Session, office: Office, request: RevocationRequest) -> None:
    if planned := _PLANNED.get(RevocationAct(request.act)):
        _tell(session, office, planned, request)


def _tell(session: Session, office: Office, kind: str, request: RevocationRequest) -> None:
    certificate = session.get_one(Certificate, request.certificate_id)
    application = session.get_one(Application, certificate.application_id)
    values = {"certificate": certificate, "asked_by_holder": request.source == RevocationSource.HOLDER}
    mails.enqueue(session, office, kind, application, values=values)


def _record(
    session: Session,
    office: Office,
    actor: Actor,
    request: RevocationRequest,
    action: str,
    *,
    note: str = "",
    **details: object,
) -> None:
    certificate = session.get_one(Certificate, request.certificate_id)
    application = session.get_one(Application, certificate.application_id)
    audit.record(
        session,
        office.clock,
        actor,
        action,
        subject_of(application),
        note=note.strip(),
        serial_number=certificate.serial_number,
        act=request.act,
        reason=request.reason,
        source=request.source,
        **details,
    )
