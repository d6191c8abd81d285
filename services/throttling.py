"""Brakes on guessing: tries counted in a window of time, in the database and so for all processes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from adapters.db.models import Throttle
from domain.errors import TooManyTries

TRIES, WINDOW = 10, timedelta(minutes=15)


def count_try(session: Session, key: str, now: datetime) -> None:
    """Counts a try before it is made, so that many at once are not one.

    Raises ``TooManyTries`` after ten within a quarter of an hour.
    """
    throttle = session.get(Throttle, key)
    if throttle is None or now >= throttle.since + WINDOW:
        session.merge(Throttle(key=key, tries=1, since=now))
    elif throttle.tries >= TRIES:
        raise TooManyTries("too_many_log_ins", minutes=int(WINDOW.total_seconds() // 60))
    else:
        throttle.tries += 1


def forget(session: Session, key: str) -> None:
    """Wipes the slate after a success."""
    # By statement: a second success at the same moment may have deleted it already.
    session.execute(delete(Throttle).where(Throttle.key == key))
