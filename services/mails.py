"""Letters, committed with what caused them (design §10, S4-199…S4-207)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.utils import make_msgid

from sqlalchemy.orm import Session

from adapters.db.models import Application, OutgoingMail
from services import mail_texts
from services.office import Office
from services.programmes import contacted


def enqueue(
    session: Session,
    office: Office,
    kind: str,
    application: Application,
    *,
    recipient: str = "",
    values: Mapping[str, object] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> None:
    """Puts the message ``kind`` about an application into the outbox; without ``recipient``, to the applicant.

    ``secrets`` stand in the stored body as ``[[name]]`` only: they are sealed, go in at sending and are erased
    afterwards, so that the office can read what was sent without reading the download URL.
    """
    programme = contacted(office, session, application)
    about = {
        "programme": programme,
        "support": programme.support,
        "operator": programme.operator,
        "application": application,
        "series": programme.series_of(application.series),
    }
    mail = post(
        session,
        office,
        kind,
        recipient=recipient or application.email,
        values=about | dict(values or {}),
        secrets=secrets,
    )
    mail.application_id = application.id


def post(
    session: Session,
    office: Office,
    kind: str,
    *,
    recipient: str,
    values: Mapping[str, object],
    secrets: Mapping[str, str] | None = None,
) -> OutgoingMail:
    """Puts the message ``kind`` into the outbox, whatever it is about; ``secrets`` as in ``enqueue``."""
    places = {name: f"[[{name}]]" for name in secrets or {}}
    subject, body = mail_texts.rendered(office, kind, {**values, **places})
    message_id = new_message_id(office)
    now = office.clock()
    mail = OutgoingMail(
        message_id=message_id,
        kind=kind,
        recipient=recipient,
        subject=subject,
        body=body,
        sealed_secrets=seal_secrets(office, message_id, secrets) if secrets else None,
        made_at=now,
        due_at=now,
    )
    session.add(mail)
    return mail


def new_message_id(office: Office) -> str:
    """What mail programs know a mail by."""
    return make_msgid(idstring=office.randomness.token()[:16], domain=_domain(office.public_url))


def seal_secrets(office: Office, message_id: str, secrets: Mapping[str, str]) -> bytes:
    """What goes into the places of a mail when it is sent."""
    return office.secret_box.seal(json.dumps(dict(secrets)).encode(), context=secrets_context(message_id))


def open_secrets(office: Office, message_id: str, sealed: bytes) -> dict[str, str]:
    """What ``seal_secrets`` closed."""
    secrets: dict[str, str] = json.loads(office.secret_box.open(sealed, context=secrets_context(message_id)))
    return secrets


def secrets_context(message_id: str) -> str:
    """Where the sealed secrets of a mail belong (design §3)."""
    return f"outgoing_mail|{message_id}|sealed_secrets"


def _domain(public_url: str) -> str:
    return public_url.split("://")[1].split("/", maxsplit=1)[0].split(":", maxsplit=1)[0]
