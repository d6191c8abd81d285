"""How long the office keeps who somebody was, once a certificate or a refusal lies behind (docs/settings.md).

What stays for good is the certificate itself with its serial number, its days and its revocation: signatures made with
it are verified long after the person has been forgotten here.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from adapters.db.models import Application, Certificate
from domain.certificates.application import ApplicationState
from domain.certificates.renewal import years_before
from domain.japanese.local_time import day_in_japan, start_of_day
from domain.settings.table import HOLDER_DATA_YEARS, REJECTED_DATA_YEARS
from services import erasure, settings
from services.each_application import each_application
from services.office import Office

A_ROUND = 200
"""So many at once: the other jobs get their turn, and the rest comes an hour later."""


def erase_due(office: Office) -> int:
    """Erases the personal data whose years are over; gives the count."""
    values = settings.snapshot(office)
    today = day_in_japan(office.clock())
    rejected = start_of_day(years_before(today, values[REJECTED_DATA_YEARS]))
    ended = start_of_day(years_before(today, values[HOLDER_DATA_YEARS]))
    # Two questions, since each has an index of its own.
    done = _erase(office, and_(Application.state == ApplicationState.REJECTED, Application.changed_at < rejected))
    done += _erase(office, and_(_ended_before(ended), ~_ends_after(ended)))
    if done:
        office.database.forget_old_pages()
    return done


def _erase(office: Office, over: ColumnElement[bool]) -> int:
    due = (Application.erased_at.is_(None), over)
    return each_application(office, due, erasure.erase, most=A_ROUND)


def _ended_before(moment: datetime) -> ColumnElement[bool]:
    """Whether it has a certificate that was over by then."""
    return Application.id.in_(select(Certificate.application_id).where(Certificate.not_after < moment))


def _ends_after(moment: datetime) -> ColumnElement[bool]:
    """Whether it has one that was not: a second one keeps the data of the first."""
    return exists().where(Certificate.application_id == Application.id, Certificate.not_after >= moment)
