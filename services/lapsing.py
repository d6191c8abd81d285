"""Applications whose papers never come: one reminder, and then the end (design §4).

So do those whose corrected papers never come (S4-142): the letter names the day, one reminder names it again. What has
been accepted, or waits for the office itself, never ends here: a person does something about it (queries/open_counts).
"""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import or_
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
_DEFICIENT: Final = Application.state == ApplicationState.DEFICIENT


def last_day(office: Office, application: Application, session: Session | None = None) -> date:
    """The last day on which the papers of an application may arrive, or those that were wanting."""
    values = settings.snapshot(office, session)
    reminder, lapse = values[APPLICATION_REMINDER_DAYS], values[APPLICATION_LAPSE_DAYS]
    if application.state != ApplicationState.DEFICIENT:
        return rules.last_day(day_in_japan(application.printed_at), lapse)
    reminded = application.reminded_at
    return rules.last_day_to_correct(
        day_in_japan(application.changed_at),
        day_in_japan(reminded) if reminded and reminded >= application.changed_at else None,
        reminder_days=reminder,
        lapse_days=lapse,
    )


def remind_due(office: Office) -> int:
    """Reminds, once, whoever printed or was told of a deficiency so many days ago and has sent nothing; gives the
    count."""
    today = day_in_japan(office.clock())
    values = settings.snapshot(office)
    since = start_of_day(rules.reminded_if_printed_before(today, values[APPLICATION_REMINDER_DAYS]))
    over = start_of_day(rules.over_if_printed_before(today, values[APPLICATION_LAPSE_DAYS]))
    never = Application.reminded_at.is_(None)
    waits = (_PRINTED, never, Application.printed_at < since, Application.printed_at >= over)
    # A reminder from before the letter was of the first papers.
    told = (_DEFICIENT, Application.changed_at < since, or_(never, Application.reminded_at < Application.changed_at))
    return each_application(office, waits, _remind) + each_application(office, told, _remind_to_correct)


def lapse_due(office: Office) -> int:
    """Ends what has waited too long, and erases who it was; gives the count.

    Not on the day after the last one: what arrived on it may lie unopened yet.
    """
    today = day_in_japan(office.clock())
    values = settings.snapshot(office)
    lapse = values[APPLICATION_LAPSE_DAYS]
    over = start_of_day(rules.ended_if_printed_before(today, lapse))
    reminded = rules.ended_if_printed_before(today, lapse - values[APPLICATION_REMINDER_DAYS])
    told = (
        _DEFICIENT,
        Application.changed_at < over,
        # Only who was reminded of this letter, and long enough ago: see ``rules.last_day_to_correct``.
        Application.reminded_at >= Application.changed_at,
        Application.reminded_at < start_of_day(reminded),
    )
    count = each_application(office, (_PRINTED, Application.printed_at < over), _lapse)
    count += each_application(office, told, _lapse)
    if count:
        office.database.forget_old_pages()
    return count


def _remind(session: Session, office: Office, application: Application) -> None:
    _write(session, office, application, "papers_reminder")


def _remind_to_correct(session: Session, office: Office, application: Application) -> None:
    """With the words of the letter once more."""
    words = [row.text for row in application.deficiencies if row.mended_at is None]
    _write(session, office, application, "deficiency_reminder", text="\n".join(words))


def _write(session: Session, office: Office, application: Application, kind: str, **values: object) -> None:
    application.reminded_at = office.clock()
    token = applicant_links.make(session, office, application)
    mails.enqueue(
        session,
        office,
        kind,
        application,
        values={"last_day": last_day(office, application, session)} | values,
        secrets={"status_url": applicant_links.url(office, application, token)},
    )


def _lapse(session: Session, office: Office, application: Application) -> None:
    correcting = application.state == ApplicationState.DEFICIENT
    advance(session, office, SYSTEM, application, ApplicationEvent.LAPSE)
    # First the mail, which names the applicant, then nothing does.
    mails.enqueue(session, office, "application_lapsed", application, values={"correcting": correcting})
    erasure.erase(session, office, application)
