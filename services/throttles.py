"""Brakes on guessing and flooding: tries counted in a window, in the database and so for all processes.

Guesses at the desk slow nobody down who comes from a browser that was let in before: it is counted by itself
(OWASP, "device cookies"). So an attacker can be slowed without shutting the owner of the account out.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from adapters.db.models import Throttle
from domain.errors import TooManyTries
from services.office import Office

KEPT: Final = timedelta(days=1)
"""Longer than any window: an older row slows nobody down."""

TRIES, WINDOW = 10, timedelta(minutes=15)
TRIES_FOR_ACCOUNT = 50
"""From all unknown browsers of the world together, within the window."""
TRIES_FROM_ADDRESS = 100
"""For all accounts together: a whole office may sit behind one address."""


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


def is_spent(session: Session, office: Office, key: str, *, most: int, window: timedelta) -> bool:
    """Whether so many tries already fell into the window; counts nothing."""
    throttle = session.get(Throttle, key)
    return throttle is not None and office.clock() < throttle.since + window and throttle.tries >= most


def count_proof(session: Session, office: Office, key: str, *, most: int = TRIES) -> None:
    """Counts somebody of the staff who says who it is: by password, code or link.

    Raises ``TooManyTries`` after ``most`` within a quarter of an hour.
    """
    refusal = TooManyTries("too_many_log_ins", minutes=minutes(WINDOW))
    count(session, office, key, most=most, window=WINDOW, refusal=refusal)


def of_log_in(email: str, address: str) -> dict[str, int]:
    """What is counted for a log-in from an unknown browser, and how often each may be."""
    return {
        f"log_in|{digest(f'{email}|{address}')}": TRIES,
        f"log_in_account|{digest(email)}": TRIES_FOR_ACCOUNT,
        f"log_in_address|{digest(address)}": TRIES_FROM_ADDRESS,
    }


def minutes(window: timedelta) -> int:
    """A window as the words of a refusal have it."""
    return int(window.total_seconds() // 60)


def give_back(session: Session, key: str) -> None:
    """Takes the last count off again: the try was right."""
    session.execute(update(Throttle).where(Throttle.key == key, Throttle.tries > 0).values(tries=Throttle.tries - 1))


def forget(session: Session, key: str) -> None:
    """Wipes the slate after a success."""
    # By statement: a second success at the same moment may have deleted it already.
    session.execute(delete(Throttle).where(Throttle.key == key))


def forget_old(office: Office) -> None:
    """Erases what counts no more: strangers can make a row with every address they think of."""
    with office.database.write() as session:
        session.execute(delete(Throttle).where(Throttle.since <= office.clock() - KEPT))


def digest(text: str) -> str:
    """A text as part of a key, so that the table tells nobody's address."""
    return hashlib.sha256(text.encode()).hexdigest()
