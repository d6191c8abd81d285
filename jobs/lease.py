"""Several processes share out the recurring jobs by rows of the database (design §10)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from adapters.db.models import Lease
from jobs.job import Job
from services.office import Office

HELD_FOR: Final = timedelta(minutes=5)
"""Longer than any job takes; after it a job whose process died is free again."""
ASTRAY: Final = timedelta(minutes=5)
"""How far the clocks of two processes may differ. A time further ahead than it could be with that was written
under a clock that has since been set back, and binds nobody."""


def not_before(office: Office, job: Job) -> datetime | None:
    """When the job may next be claimed; None: now."""
    now = office.clock()
    with office.database.read() as session:
        lease = session.scalars(select(Lease).where(Lease.job == job.name)).one_or_none()
    if lease is None:
        return None
    if now < lease.until <= _latest_end(job, now):
        return lease.until
    if lease.last_done_at is not None and now - job.every < lease.last_done_at <= now + ASTRAY:
        return lease.last_done_at + job.every
    return None


def claim(office: Office, job: Job, holder: str) -> bool:
    """Takes the job for ``holder``; False if another process has it or has just done it."""
    _make_row(office, job)
    with office.database.write() as session:
        # Only now: what others wrote while we waited for the lock must not lie in our future.
        now = office.clock()
        free = or_(Lease.until <= now, Lease.until > _latest_end(job, now))
        to_do = or_(
            Lease.last_done_at.is_(None),
            Lease.last_done_at <= now - job.every,
            Lease.last_done_at > now + ASTRAY,
        )
        taken = session.scalars(
            update(Lease)
            .where(Lease.job == job.name, free, to_do)
            .values(holder=holder, until=now + HELD_FOR)
            .returning(Lease.job)
        ).one_or_none()
    return taken is not None


def done(office: Office, job: Job, holder: str) -> None:
    """Gives the job back with the time at which it was done."""
    now = office.clock()
    _give_back(office, job, holder, until=now, last_done_at=now)


def failed(office: Office, job: Job, holder: str) -> None:
    """Gives the job back undone: nobody tries it again before its time has come round."""
    _give_back(office, job, holder, until=office.clock() + job.every)


def _latest_end(job: Job, now: datetime) -> datetime:
    """The furthest a lease taken by now can reach, whether held or failed."""
    return now + max(HELD_FOR, job.every) + ASTRAY


def _give_back(office: Office, job: Job, holder: str, **values: datetime) -> None:
    with office.database.write() as session:
        # Not if the lease ran out and belongs to another process now.
        session.execute(update(Lease).where(Lease.job == job.name, Lease.holder == holder).values(values))


def _make_row(office: Office, job: Job) -> None:
    with office.database.read() as session:
        if session.get(Lease, job.name) is not None:
            return
    try:
        with office.database.write() as session:
            session.add(Lease(job=job.name, holder="", until=office.clock()))
    except IntegrityError:
        # Another process made the same row at the same moment.
        return
