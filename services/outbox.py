"""Handing the mails of the outbox over, at least once each (design §10)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from adapters.db.models import Application, OutgoingMail
from adapters.db.models.outgoing_mail import MailState
from adapters.mail.errors import MailNotSent
from adapters.mail.message import build
from domain.access import Actor, Permission
from domain.errors import Forbidden, NotFound, RuleViolation
from domain.mail_schedule import next_try
from domain.ports import MailTransport
from domain.settings.table import OFFICE_NAME
from services import audit, orderer_log_in, settings
from services.bond_mails import ONE_TIME_PASSWORD
from services.mails import open_secrets
from services.office import Office
from services.records import subject_of

LEASE: Final = timedelta(minutes=10)
"""Longer than handing over one mail can take; after it a mail whose worker died is sent again."""
LONGEST_ERROR: Final = 300
AT_SENDING: Final[Mapping[str, Callable[[Office, int], dict[str, str] | None]]] = {
    ONE_TIME_PASSWORD: orderer_log_in.at_sending,
}
"""Kinds of mail whose secrets are made when they are sent; None: too late to send it (S3-29)."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SendCounts:
    """What one round did."""

    sent: int = 0
    postponed: int = 0
    dead: int = 0

    @property
    def tried(self) -> int:
        return self.sent + self.postponed + self.dead


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    """A mail that is ours until the lease ends."""

    id: int
    kind: str
    leased_until: datetime
    message_id: str
    recipient: str
    subject: str
    body: str
    sealed_secrets: bytes | None
    made_at: datetime
    tries: int


class _Outcome(StrEnum):
    SENT = "sent"
    POSTPONED = "postponed"
    DEAD = "dead"


def send_due(office: Office, transport: MailTransport, sender: str, *, limit: int = 20) -> SendCounts:
    """Tries up to ``limit`` mails whose time has come, oldest first; ``sender`` is the address in From.

    Each is claimed in a short transaction of its own just before it goes out, and handed over outside any.
    The round ends early when the server is away, since the next mail would fare no better.
    """
    tally = dict.fromkeys(_Outcome, 0)
    erased = False
    for mail_id in _due(office, limit):
        mail = _claim(office, mail_id)
        if mail is None:
            continue
        failure = _hand_over(office, transport, sender, mail)
        tally[_mark_failed(office, mail, failure) if failure else _mark_sent(office, mail)] += 1
        erased = erased or mail.kind in AT_SENDING or (failure is None and mail.sealed_secrets is not None)
        if failure and failure.server_away:
            break
    if erased:
        office.database.forget_old_pages()
    return SendCounts(*tally.values())


def retry(office: Office, actor: Actor, mail_id: int) -> None:
    """Sends a dead letter off again, or a waiting mail at once, with fresh tries.

    For people who answer for applicants or for the installation: who may only read mails may not. Raises
    ``NotFound('no_such_mail')``, ``RuleViolation('mail_already_sent')``.
    """
    require_sender(actor)
    with office.database.write() as session:
        mail = mail_by_id(session, mail_id)
        if mail.state == MailState.SENT:
            raise RuleViolation("mail_already_sent")
        before = mail.state
        mail.state, mail.due_at, mail.tries = MailState.WAITING, office.clock(), 0
        application = session.get(Application, mail.application_id) if mail.application_id else None
        subject = subject_of(application) if application else f"mail:{mail_id}"
        audit.record(session, office.clock, actor, "retry_mail", subject, mail=mail_id, kind=mail.kind, before=before)


def require_sender(actor: Actor) -> None:
    """Refuses who may only read mails."""
    actor.require(Permission.SEE_MAILS)
    if not (actor.may(Permission.REVIEW) or actor.may(Permission.MANAGE_OFFICE)):
        raise Forbidden("not_permitted", permission=Permission.REVIEW)


def mail_by_id(session: Session, mail_id: int) -> OutgoingMail:
    """Raises ``NotFound('no_such_mail')``."""
    mail = session.get(OutgoingMail, mail_id)
    if mail is None:
        raise NotFound("no_such_mail")
    return mail


def _is_due(now: datetime) -> ColumnElement[bool]:
    free = or_(OutgoingMail.leased_until.is_(None), OutgoingMail.leased_until <= now)
    return (OutgoingMail.state == MailState.WAITING) & (OutgoingMail.due_at <= now) & free


def _due(office: Office, limit: int) -> list[int]:
    with office.database.read() as session:
        waiting = select(OutgoingMail.id).where(_is_due(office.clock()))
        return list(session.scalars(waiting.order_by(OutgoingMail.due_at, OutgoingMail.id).limit(limit)))


def _claim(office: Office, mail_id: int) -> _Claimed | None:
    """Takes a mail; None if another worker was quicker."""
    now = office.clock()
    with office.database.write() as session:
        taken = session.scalars(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail_id, _is_due(now))
            .values(leased_until=now + LEASE, tries=OutgoingMail.tries + 1)
            .returning(OutgoingMail)
        ).one_or_none()
        if taken is None:
            return None
        return _Claimed(
            id=taken.id,
            kind=taken.kind,
            leased_until=now + LEASE,
            message_id=taken.message_id,
            recipient=taken.recipient,
            subject=taken.subject,
            body=taken.body,
            sealed_secrets=taken.sealed_secrets,
            made_at=taken.made_at,
            tries=taken.tries,
        )


def _hand_over(office: Office, transport: MailTransport, sender: str, mail: _Claimed) -> MailNotSent | None:
    """Sends it; gives what went wrong, in words that may be stored and shown."""
    secrets: dict[str, str] = {}
    try:
        if mail.kind in AT_SENDING:
            made = AT_SENDING[mail.kind](office, mail.id)
            if made is None:
                return MailNotSent("its time is over", permanent=True)
            secrets = made
        elif mail.sealed_secrets is not None:
            secrets = open_secrets(office, mail.message_id, mail.sealed_secrets)
        transport.send(
            build(
                message_id=mail.message_id,
                sender=sender,
                sender_name=settings.value(office, OFFICE_NAME),
                recipient=mail.recipient,
                subject=mail.subject,
                body=fill_places(mail.body, secrets),
                now=office.clock(),
            )
        )
    except MailNotSent as refused:
        reason = showable(refused.reason, secrets)
        return MailNotSent(reason, permanent=refused.permanent, server_away=refused.server_away)
    except Exception as fault:
        # One mail that cannot be made must not hold up the others. The fault's words may carry its contents.
        return MailNotSent(type(fault).__name__, permanent=False)
    return None


def _mark_sent(office: Office, mail: _Claimed) -> _Outcome:
    """Erases the secrets. That it went out is true even if the lease ran out meanwhile."""
    with office.database.write() as session:
        session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail.id, OutgoingMail.state != MailState.SENT)
            .values(
                state=MailState.SENT,
                sent_at=office.clock(),
                sealed_secrets=None,
                leased_until=None,
                last_error="",
            )
        )
    return _Outcome.SENT


def _mark_failed(office: Office, mail: _Claimed, failure: MailNotSent) -> _Outcome:
    now = office.clock()
    again = (
        None
        if failure.permanent
        else next_try(made_at=mail.made_at, now=now, tries=mail.tries, fraction=office.randomness.fraction())
    )
    with office.database.write() as session:
        # Only while the lease is ours: another worker may have it by now, or have sent it.
        session.execute(
            update(OutgoingMail)
            .where(
                OutgoingMail.id == mail.id,
                OutgoingMail.state == MailState.WAITING,
                OutgoingMail.leased_until == mail.leased_until,
            )
            .values(
                state=MailState.WAITING if again else MailState.DEAD,
                due_at=again or now,
                leased_until=None,
                last_error=failure.reason,
            )
        )
    outcome = _Outcome.POSTPONED if again else _Outcome.DEAD
    log.warning("mail %d not sent (try %d, %s): %s", mail.id, mail.tries, outcome, failure.reason)
    return outcome


def fill_places(body: str, secrets: dict[str, str]) -> str:
    """Puts each secret into its ``[[place]]``; a place nobody has a secret for is ordinary text."""
    return re.sub(r"\[\[(\w+)\]\]", lambda place: secrets.get(place[1], place[0]), body)


def showable(reason: str, secrets: dict[str, str]) -> str:
    """A server's words without what must not be stored: filters like to quote the URL they dislike."""
    for name, secret in secrets.items():
        reason = reason.replace(secret, f"[[{name}]]")
    reason = re.sub(r"https?:\S*", "[URL]", reason, flags=re.IGNORECASE)
    reason = re.sub(r"[\w-]{32,}", "[…]", reason)
    return " ".join(reason.split())[:LONGEST_ERROR]
