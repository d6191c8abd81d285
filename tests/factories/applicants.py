"""The applicant's mailbox: links as the mails carry them."""

from __future__ import annotations

from adapters.db.models import OutgoingMail
from services.mails import open_secrets
from services.office import Office
from tests.factories.records import all_of, application


def mailed(office: Office, code: str, kind: str, place: str) -> str:
    """What stands in a place of the newest mail of a kind that still waits."""
    owner = application(office, code).id
    mail = [mail for mail in all_of(office, OutgoingMail) if (mail.application_id, mail.kind) == (owner, kind)][-1]
    return open_secrets(office, mail.message_id, mail.sealed_secrets or b"")[place]


def own_token(office: Office, code: str, kind: str = "application_printed") -> str:
    """Of the link to the applicant's own page."""
    return mailed(office, code, kind, "status_url").rsplit("/", 1)[1]
