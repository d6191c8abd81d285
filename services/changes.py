"""登録情報変更申請書: registered, its seal compared, the data changed and the holder told (S4-187…S4-191)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application, ChangeRequest
from domain.access import Actor, Permission
from domain.certificates.change_request import CHANGE_LIFE, ITEMS, ChangeEvent, ChangeState, changes
from domain.certificates.renewal import GAVE_NOTHING
from domain.errors import InvalidInput, NotFound, RuleViolation
from domain.japanese.local_time import day_in_japan
from services import applicants, audit, mails
from services.office import Office
from services.records import application_by_code, subject_of

LONGEST_REFUSAL: Final = 1000


def receive(office: Office, actor: Actor, code: str, typed: Mapping[str, str], *, received_on: date) -> int:
    """Registers the paper with what it asks for; gives its id.

    Raises ``InvalidInput`` and ``RuleViolation`` at the item (``domain.certificates.change_request.changes``),
    ``InvalidInput('day_in_future')``, ``RuleViolation`` with ``change_requested_already`` or ``not_possible_now``.
    """
    actor.require(Permission.REGISTER_PAPERS)
    now = office.clock()
    with office.database.write() as session:
        application = application_by_code(session, code)
        _require_going_on(application)
        if received_on > day_in_japan(now):
            raise InvalidInput("day_in_future", "received_on")
        after = changes(typed, application.answers)
        waiting = select(ChangeRequest.id).where(
            ChangeRequest.application_id == application.id, ChangeRequest.state == ChangeState.RECEIVED
        )
        if session.scalars(waiting).first() is not None:
            raise RuleViolation("change_requested_already")
        request = ChangeRequest(
            application_id=application.id,
            state=ChangeState.RECEIVED,
            received_on=received_on,
            before=_before(application, after),
            after=after,
            received_at=now,
            received_by=actor.staff_id,
        )
        session.add(request)
        session.flush()
        # The values stand in the request, which is erased with the application; the trail never forgets.
        audit.record(session, office.clock, actor, "receive_change", subject_of(application), items=sorted(after))
        return request.id


def carry_out(office: Office, actor: Actor, request_id: int, *, seal_matches: bool) -> None:
    """Changes the data and tells the holder, in one commit (S4-190).

    Raises ``InvalidInput('change_seal_unchecked')`` at ``seal_matches``, ``RuleViolation('not_possible_now')``, and as
    ``receive`` if the application is otherwise by now.
    """
    actor.require(Permission.REVIEW)
    if not seal_matches:
        raise InvalidInput("change_seal_unchecked", "seal_matches")
    with office.database.write() as session:
        request, application = _decided(session, office, actor, request_id, ChangeEvent.CARRY_OUT)
        _require_going_on(application)
        after = changes(request.after, application.answers)
        request.before = _before(application, request.after)
        if "email" in after:
            applicants.move_email(session, office, application, after["email"])
        application.answers = application.answers | after
        application.version += 1
        audit.record(session, office.clock, actor, "carry_out_change", subject_of(application), items=sorted(after))
        labels = [label for key, label in ITEMS.items() if key in after]
        mails.enqueue(session, office, "registration_changed", application, values={"items": labels})


def refuse(office: Office, actor: Actor, request_id: int, *, note: str) -> None:
    """It is not done, and why is on record; a person calls the holder. Raises ``InvalidInput`` at ``refusal``."""
    actor.require(Permission.REVIEW)
    words = note.strip()
    if not words:
        raise InvalidInput("required", "refusal")
    if len(words) > LONGEST_REFUSAL:
        raise InvalidInput("too_long", "refusal", limit=LONGEST_REFUSAL)
    with office.database.write() as session:
        request, application = _decided(session, office, actor, request_id, ChangeEvent.REFUSE)
        request.refusal = words
        audit.record(session, office.clock, actor, "refuse_change", subject_of(application), note=words)


def _decided(
    session: Session, office: Office, actor: Actor, request_id: int, event: ChangeEvent
) -> tuple[ChangeRequest, Application]:
    request = session.get(ChangeRequest, request_id)
    if request is None:
        raise NotFound("no_such_change_request")
    request.state = CHANGE_LIFE.after(ChangeState(request.state), event)
    request.decided_at, request.decided_by = office.clock(), actor.staff_id
    return request, session.get_one(Application, request.application_id)


def _before(application: Application, after: Mapping[str, str]) -> dict[str, str]:
    return {key: application.answers.get(key, "") for key in after}


def _require_going_on(application: Application) -> None:
    if application.state in GAVE_NOTHING or application.erased_at is not None:
        raise RuleViolation("not_possible_now", state=application.state, event="change")
