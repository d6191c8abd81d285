"""The service an application was made under, in the edition of that day.

A price, a paper or a text may change while an application is on its way: it is printed, judged and issued by what
the applicant saw and agreed to.
"""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, ProgrammeEdition
from domain.programme import Profile, Programme
from services.office import Office


def keep_edition(session: Session, office: Office, programme: Programme) -> None:
    """Puts the present edition on record, once."""
    if session.get(ProgrammeEdition, programme.edition) is None:
        session.add(
            ProgrammeEdition(
                edition=programme.edition, slug=programme.slug, source=programme.source, kept_at=office.clock()
            )
        )
        session.flush()


def programme_of(office: Office, session: Session, application: Application) -> Programme:
    """The service as it stood when the application was made."""
    return of_edition(office, session, application.edition)


def of_edition(office: Office, records: Session | Connection, edition: str) -> Programme:
    """The service as it stood in an edition that is on record."""

    def source() -> str:
        asked = select(ProgrammeEdition.source).where(ProgrammeEdition.edition == edition)
        return records.execute(asked).scalar_one()

    return office.programmes.edition(edition, source)


def profile_of(office: Office, session: Session, application: Application) -> Profile:
    """The kind of certificate applied for, as it stood then."""
    return programme_of(office, session, application).profile(application.profile)
