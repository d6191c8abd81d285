"""Brakes on guessing and flooding: tries counted in a window, in the database and so for all processes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from adapters.db.models import Throttle
from domain.errors import TooManyTries
from services.office import Office

KEPT: Final = timedelta(days=1)
"""Longer than any window: an older row slows nobody down."""


def count(session: Session, office: Office, key: str, *, most: int, window: timedelta, refusal: TooManyTries) -> None:
    """Counts a try before it is looked at, so that no number of requests at one moment gets more.

    Raises ``refusal`` once ``most`` tries fell into the window.
    """
    now = office.clock()
    throttle = session.get(Throttle, key)
    if throttle is None or now >= throttle.since + window:
        session.merge(Throttle(key=key, tries=1, since=now))
    elif throttle.tries >= most:
        raise refusal
    else:
        throttle.tries += 1


def minutes(window: timedelta) -> int:
    """A window as the words of a refusal have it."""
    return int(window.total_seconds() // 60)


def give_back(session: Session, key: str) -> None:
    """Takes the last count off again: the try was right."""
    session.execute(update(Throttle).where(Throttle.key == key, Throttle.tries > 0).values(tries=Throttle.tries - 1))


def forget_old(office: Office) -> None:
    """Erases what counts no more: strangers can make a row with every address they think of."""
    with office.database.write() as session:
        session.execute(delete(Throttle).where(Throttle.since <= office.clock() - KEPT))
