"""The office sees what was sent, when and to whom (S4-207)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from adapters.db.models import Application, OutgoingMail
from adapters.db.models.outgoing_mail import MailState
from domain.errors import NotFound
from services.office import Office
from services.resending import why_not

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingAndDead:
    """What the office's start page warns of."""

    waiting: int
    dead: int
    oldest_waiting: datetime | None
    """When the oldest waiting mail was made: how long mails have been stuck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """One line of the list."""

    id: int
    kind: str
    recipient: str
    subject: str
    state: MailState
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None
    tries: int
    last_error: str
    application_code: str | None
    application_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail(MailRow):
    """A mail as it was written; secrets stand in it as ``[[name]]``."""

    message_id: str
    body: str
    may_go_again: bool
    """Whether its words can be sent once more; not those whose secret was forgotten."""


def waiting_and_dead(office: Office) -> WaitingAndDead:
    """How many mails have not gone out."""
    with office.database.read() as session:
        found = session.execute(
            select(OutgoingMail.state, func.count(), func.min(OutgoingMail.made_at))
            .where(OutgoingMail.state != MailState.SENT)
            .group_by(OutgoingMail.state)
        )
        by_state = {state: (count, oldest) for state, count, oldest in found}
    waiting, oldest = by_state.get(MailState.WAITING, (0, None))
    return WaitingAndDead(waiting=waiting, dead=by_state.get(MailState.DEAD, (0, None))[0], oldest_waiting=oldest)


def page(
    office: Office,
    *,
    before_id: int | None = None,
    state: MailState | None = None,
    application_id: int | None = None,
    limit: int = PAGE,
) -> list[MailRow]:
    """Mails, newest first; the next page begins before the last row's id."""
    query = _rows().order_by(OutgoingMail.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(OutgoingMail.id < before_id)
    if state is not None:
        query = query.where(OutgoingMail.state == state)
    if application_id is not None:
        query = query.where(OutgoingMail.application_id == application_id)
    with office.database.read() as session:
        return [MailRow(**_values(mail, code, name)) for mail, code, name in session.execute(query)]


def one(office: Office, mail_id: int) -> Mail:
    """Raises ``NotFound('no_such_mail')``."""
    with office.database.read() as session:
        row = session.execute(_rows().where(OutgoingMail.id == mail_id)).one_or_none()
        if row is None:
            raise NotFound("no_such_mail")
        mail, code, name = row
        return Mail(
            **_values(mail, code, name), message_id=mail.message_id, body=mail.body, may_go_again=why_not(mail) is None
        )


def _rows() -> Select[OutgoingMail, str | None, str | None]:
    # An outer join: a mail about no application has no code.
    return select(OutgoingMail, Application.code, Application.name).outerjoin(
        Application, Application.id == OutgoingMail.application_id
    )


def _values(mail: OutgoingMail, code: str | None, name: str | None) -> dict[str, Any]:
    return {
        "id": mail.id,
        "kind": mail.kind,
        "recipient": mail.recipient,
        "subject": mail.subject,
        "state": MailState(mail.state),
        "made_at": mail.made_at,
        "due_at": mail.due_at,
        "sent_at": mail.sent_at,
        "tries": mail.tries,
        "last_error": mail.last_error,
        "application_code": code,
        "application_name": name,
    }
