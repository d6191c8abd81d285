"""A mail that was sent goes out once more: it was lost, deleted, or went to an address that is no longer right."""

from __future__ import annotations

import re
from typing import Final

from adapters.db.models import Application, OutgoingMail
from adapters.db.models.outgoing_mail import MailState
from domain.access import Actor
from domain.errors import RuleViolation
from services import audit
from services.mails import new_message_id
from services.office import Office
from services.outbox import mail_by_id, require_sender
from services.records import subject_of

TO_FORMER_ADDRESS: Final = frozenset({"email_changed"})
"""Meant for the address that was left; all others go to the one of today (S4-184)."""
_PLACE: Final = re.compile(r"\[\[\w+\]\]")


def send_again(office: Office, actor: Actor, mail_id: int) -> int:
    """Puts the same words into the outbox as a new mail; gives its id.

    Raises ``NotFound('no_such_mail')`` and ``RuleViolation``: ``mail_not_sent_yet``, ``mail_not_about_application``,
    ``mail_erased``, ``mail_with_secret`` (its URL was forgotten when it was sent).
    """
    require_sender(actor)
    with office.database.write() as session:
        mail = mail_by_id(session, mail_id)
        if refusal := why_not(mail):
            raise refusal
        application = session.get_one(Application, mail.application_id)
        now = office.clock()
        copy = OutgoingMail(
            message_id=new_message_id(office),
            application_id=application.id,
            kind=mail.kind,
            recipient=mail.recipient if mail.kind in TO_FORMER_ADDRESS else application.email,
            subject=mail.subject,
            body=mail.body,
            made_at=now,
            due_at=now,
        )
        session.add(copy)
        session.flush()
        subject = subject_of(application)
        audit.record(
            session, office.clock, actor, "send_mail_again", subject, mail=mail_id, copy=copy.id, kind=mail.kind
        )
        return copy.id


def why_not(mail: OutgoingMail) -> RuleViolation | None:
    """What stands in the way of sending it again; None: nothing."""
    if mail.state != MailState.SENT:
        return RuleViolation("mail_not_sent_yet")
    if mail.application_id is None:
        return RuleViolation("mail_not_about_application")
    if not mail.body:
        return RuleViolation("mail_erased")
    if _PLACE.search(mail.body):
        return RuleViolation("mail_with_secret")
    return None
