"""Mails to the people of the office and of organisations: links, and word of what happened to an account."""

from __future__ import annotations

from sqlalchemy.orm import Session

from adapters.db.models import Staff
from domain.account import INVITATION, RESET_LINK, LinkPurpose
from domain.settings.table import OFFICE_NAME
from services import enrolment, mails, settings
from services.office import Office

_KINDS = {
    LinkPurpose.INVITATION: ("staff_invitation", INVITATION),
    LinkPurpose.PASSWORD: ("staff_password_reset", RESET_LINK),
    LinkPurpose.FACTORS: ("staff_factors_reset", INVITATION),
}
_PATHS = {LinkPurpose.PASSWORD: "password"}


def send_link(session: Session, office: Office, person: Staff, purpose: LinkPurpose) -> str:
    """Makes a link and puts the mail with it into the outbox; gives the link's address."""
    kind, life = _KINDS[purpose]
    url = address_of(office, enrolment.make_link(session, office, person, purpose, life), purpose)
    values = {
        "name": person.name,
        "office_name": settings.value(office, OFFICE_NAME, session),
        "expires_at": office.clock() + life,
    }
    mails.post(session, office, kind, recipient=person.email, values=values, secrets={"link": url})
    return url


def address_of(office: Office, token: str, purpose: LinkPurpose) -> str:
    """Where a link leads."""
    return f"{office.public_url}/office/{_PATHS.get(purpose, 'welcome')}/{token}"


def tell(session: Session, office: Office, person: Staff, *what: str) -> None:
    """Tells a person what was done to the account, so that a stranger's hand is noticed."""
    values = {
        "name": person.name,
        "office_name": settings.value(office, OFFICE_NAME, session),
        "what": what,
        "at": office.clock(),
    }
    mails.post(session, office, "staff_account_changed", recipient=person.email, values=values)
