"""Mailed links to the applicant's own page."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from adapters.db.models import ApplicantLink, Application
from adapters.passwords import token_hash
from domain.errors import NotFound
from services.office import Office


def make(session: Session, office: Office, application: Application) -> str:
    """A new link; gives its token, which is kept nowhere."""
    token = office.randomness.token()
    session.add(ApplicantLink(application_id=application.id, token_hash=token_hash(token), made_at=office.clock()))
    return token


def url(office: Office, application: Application, token: str) -> str:
    """The address to mail."""
    return f"{office.public_url}/services/{application.programme}/applications/{token}"


def drop_all(session: Session, application: Application) -> None:
    """Whoever reads the old mailbox is shut out."""
    session.execute(delete(ApplicantLink).where(ApplicantLink.application_id == application.id))


def application_of(session: Session, token: str) -> Application:
    """Raises ``NotFound('no_such_own_page')``."""
    found = session.scalars(
        select(Application)
        .join(ApplicantLink, ApplicantLink.application_id == Application.id)
        .where(ApplicantLink.token_hash == token_hash(token))
    ).one_or_none()
    if found is None:
        raise NotFound("no_such_own_page")
    return found
