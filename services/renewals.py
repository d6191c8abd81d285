"""Certificates that are about to end, and the applications that follow one another (S4-181…S4-186)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, ExpiryReminder
from domain.certificates.renewal import GAVE_NOTHING, Held, Holder, last_day_reminded
from domain.japanese.local_time import day_in_japan, start_of_day
from domain.settings.table import RENEWAL_REMINDER_DAYS
from services import mails, settings
from services.office import Office


def remind_due(office: Office) -> int:
    """Tells each holder once that the certificate ends soon, unless a newer application exists; gives the count.

    Each in a transaction of its own, looked at once more in it: another process may do the same at any moment.
    """
    days = settings.value(office, RENEWAL_REMINDER_DAYS)
    waiting = _ending(office, days)
    with office.database.read() as session:
        numbers = session.scalars(waiting.with_only_columns(Certificate.id).order_by(Certificate.not_after)).all()
    done = 0
    for number in numbers:
        with office.database.write() as session:
            found = session.execute(waiting.where(Certificate.id == number)).one_or_none()
            if found is None:
                continue
            certificate, application = found
            # Looked at again each time: an application that is withdrawn stops no reminder any more.
            if not _is_followed(session, application, certificate):
                _remind(session, office, application, certificate, days)
                done += 1
    return done


def former_of(session: Session, application: Application) -> tuple[Application, Certificate] | None:
    """The same person's application before this one that came to a certificate, with it (S4-185); None: there is none.

    Whoever changed the name, or typed it otherwise, is not found: a person compares, no rule guesses.
    """
    asked = (
        select(Application, Certificate)
        .join(Certificate, Certificate.application_id == Application.id)
        .where(*_same_name(application), Application.id < application.id, Certificate.der.is_not(None))
        .order_by(Application.id.desc(), Certificate.id.desc())
    )
    wanted = _holder(application)
    return next(((former, held) for former, held in session.execute(asked) if _holder(former) == wanted), None)


def _ending(office: Office, days: int) -> Select[Certificate, Application]:
    now = office.clock()
    until = start_of_day(last_day_reminded(day_in_japan(now), days) + timedelta(days=1))
    return (
        select(Certificate, Application)
        .join(Application, Application.id == Certificate.application_id)
        .outerjoin(ExpiryReminder, ExpiryReminder.certificate_id == Certificate.id)
        .where(
            Certificate.not_after >= now,
            Certificate.not_after < until,
            Certificate.der.is_not(None),
            Certificate.revoked_at.is_(None),
            ExpiryReminder.certificate_id.is_(None),
            Application.erased_at.is_(None),
        )
    )


def _is_followed(session: Session, application: Application, certificate: Certificate) -> bool:
    """Whether the holder has applied anew for the same kind since this certificate was made."""
    newer = select(Application).where(
        *_same_name(application),
        Application.printed_at > certificate.intended_at,
        Application.state.not_in(GAVE_NOTHING),
    )
    held = _held(application)
    return any(_held(other) == held for other in session.scalars(newer))


def _remind(session: Session, office: Office, application: Application, certificate: Certificate, days: int) -> None:
    session.add(ExpiryReminder(certificate_id=certificate.id, made_at=office.clock()))
    mails.enqueue(session, office, "certificate_expiry", application, values={"certificate": certificate, "days": days})


def _same_name(application: Application) -> tuple[ColumnElement[bool], ...]:
    """Found by an index; who was born on another day is told apart afterwards."""
    return (
        Application.name == application.name,
        Application.reading == application.reading,
        Application.programme == application.programme,
        Application.id != application.id,
        Application.erased_at.is_(None),
    )


def _holder(application: Application) -> Holder:
    return Holder(
        programme=application.programme,
        name=application.name,
        reading=application.reading,
        birth_date=application.answers.get("birth_date", ""),
    )


def _held(application: Application) -> Held:
    return Held(holder=_holder(application), profile=application.profile, organisation=application.organisation)
