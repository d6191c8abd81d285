"""Applications whose papers never come: one reminder, and then the end (design §4)."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from adapters.db.models import Application
from domain.access import SYSTEM
from domain.certificates import lapse as rules
from domain.certificates.application import ApplicationEvent, ApplicationState
from domain.japanese.local_time import day_in_japan, start_of_day
from domain.settings.table import APPLICATION_LAPSE_DAYS, APPLICATION_REMINDER_DAYS
from services import applicant_links, erasure, mails, settings
from services.each_application import each_application
from services.office import Office
from services.records import advance

_PRINTED: Final = Application.state == ApplicationState.PRINTED


def last_day(office: Office, application: Application, session: Session | None = None) -> date:
    """The last day on which the papers of an application may arrive."""
    days = settings.snapshot(office, session)[APPLICATION_LAPSE_DAYS]
    return rules.last_day(day_in_japan(application.printed_at), days)


def remind_due(office: Office) -> int:
    """Reminds, once, whoever printed so many days ago and has sent nothing; gives the count."""
    today = day_in_japan(office.clock())
    values = settings.snapshot(office)
    since = rules.reminded_if_printed_before(today, values[APPLICATION_REMINDER_DAYS])
    over = rules.over_if_printed_before(today, values[APPLICATION_LAPSE_DAYS])
    waits = (
        _PRINTED,
        Application.reminded_at.is_(None),
        Application.printed_at < start_of_day(since),
        Application.printed_at >= start_of_day(over),
    )
    return each_application(office, waits, _remind)


def lapse_due(office: Office) -> int:
    """Ends what has waited too long, and erases who it was; gives the count.

    Not on the day after the last one: what arrived on it may lie unopened yet.
    """
    days = settings.snapshot(office)[APPLICATION_LAPSE_DAYS]
    over = rules.ended_if_printed_before(day_in_japan(office.clock()), days)
    count = each_application(office, (_PRINTED, Application.printed_at < start_of_day(over)), _lapse)
    if count:
        office.database.forget_old_pages()
    return count


def _remind(session: Session, office: Office, application: Application) -> None:
    application.reminded_at = office.clock()
    token = applicant_links.make(session, office, application)
    mails.enqueue(
        session,
        office,
        "papers_reminder",
        application,
        values={"last_day": last_day(office, application, session)},
        secrets={"status_url": applicant_links.url(office, application, token)},
    )


def _lapse(session: Session, office: Office, application: Application) -> None:
    advance(session, office, SYSTEM, application, ApplicationEvent.LAPSE)
    # First the mail, which names the applicant, then nothing does.
    mails.enqueue(session, office, "application_lapsed", application)
    erasure.erase(session, office, application)
