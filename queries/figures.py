"""The office's figures: today's work, how long steps take, what papers lack, what ends when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from adapters.db.models import AuditEvent, Certificate, Deficiency
from domain.certificates.deficiency_reasons import Reasons, reasons
from domain.certificates.turnaround import ACTS, Step, Turnaround, turnaround
from domain.japanese.local_time import day_in_japan, start_of_day
from services.office import Office

DAYS = 90
"""Looked back for turnaround and reasons: a quarter."""
WEEK = 7
MONTHS = 12
WORK = (
    *("register_arrival", "register_more_papers", "report_deficiency", "accept", "reject", "issue", "dispatch"),
    *("register_receipt", "carry_out_change", "carry_out_revocation"),
)
"""The acts that are a piece of work done, in the order of the day."""


@dataclass(frozen=True, slots=True)
class Done:
    """How often something was done."""

    action: str
    today: int
    week: int
    """On the seven days before today."""


@dataclass(frozen=True, slots=True)
class Month:
    """How many valid certificates end in a month."""

    first: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything on the page."""

    at: datetime
    since: date
    """The first day looked at for turnaround and reasons."""
    done: tuple[Done, ...]
    turnarounds: tuple[Turnaround, ...]
    reasons: Reasons
    months: tuple[Month, ...]
    later: int
    """Certificates that end after the last of these months."""


def figures(office: Office) -> Figures:
    """Counts everything as of now, days and months in Japan's time."""
    now = office.clock()
    today = day_in_japan(now)
    since = today - timedelta(days=DAYS)
    with office.database.read() as session:
        return Figures(
            at=now,
            since=since,
            done=tuple(_done(session, today)),
            turnarounds=tuple(_turnaround(session, step, start_of_day(since)) for step in Step),
            reasons=reasons(
                session.scalars(
                    select(Deficiency.text).where(Deficiency.at >= start_of_day(since), Deficiency.text != "")
                )
            ),
            months=tuple(_months(session, now)),
            later=_ending(session, start_of_day(_month(today, MONTHS)), None),
        )


def _done(session: Session, today: date) -> Iterator[Done]:
    begin, week = start_of_day(today), start_of_day(today - timedelta(days=WEEK))

    def counted(since: datetime, until: datetime | None) -> dict[str, int]:
        wanted = select(AuditEvent.action, func.count()).where(AuditEvent.action.in_(WORK), AuditEvent.at >= since)
        if until is not None:
            wanted = wanted.where(AuditEvent.at < until)
        return {row[0]: row[1] for row in session.execute(wanted.group_by(AuditEvent.action))}

    of_today, of_week = counted(begin, None), counted(week, begin)
    return (Done(action, of_today.get(action, 0), of_week.get(action, 0)) for action in WORK)


def _turnaround(session: Session, step: Step, since: datetime) -> Turnaround:
    """From the last act that began the step to the one that ended it: a second review begins anew."""
    begins, ends = ACTS[step]
    end, begin = aliased(AuditEvent), aliased(AuditEvent)
    # What the database has no beginning for gives None, whatever the type of the column says.
    began = (
        select(func.max(begin.at))
        .where(begin.subject == end.subject, begin.seq < end.seq, begin.action == begins)
        .correlate(end)
        .scalar_subquery()
    )
    found = session.execute(select(end.at, began).where(end.action == ends, end.at >= since))
    return turnaround(step, [ended - started for ended, started in found if started])


def _months(session: Session, now: datetime) -> Iterator[Month]:
    today = day_in_japan(now)
    for number in range(MONTHS):
        first, following = _month(today, number), _month(today, number + 1)
        # What ended earlier in this month is over; nobody has to do anything about it.
        begin = now if number == 0 else start_of_day(first)
        yield Month(first, _ending(session, begin, start_of_day(following)))


def _ending(session: Session, since: datetime, until: datetime | None) -> int:
    wanted = select(func.count()).where(
        Certificate.not_after >= since, Certificate.der.is_not(None), Certificate.revoked_at.is_(None)
    )
    if until is not None:
        wanted = wanted.where(Certificate.not_after < until)
    return session.scalars(wanted).one()


def _month(day: date, later: int) -> date:
    """The first day of a month so many later."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)
