"""Brakes on guessing passwords and codes of staff.

Guesses from elsewhere slow nobody down who comes from a browser that was let in before: it is counted by itself
(OWASP, "device cookies"). So an attacker can be slowed without shutting the owner of the account out.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from adapters.db.models import Throttle
from domain.errors import TooManyTries
from services import throttles
from services.office import Office

TRIES, WINDOW = 10, timedelta(minutes=15)
TRIES_FOR_ACCOUNT = 50
"""From all unknown browsers of the world together, within the window."""
TRIES_FROM_ADDRESS = 100
"""For all accounts together: a whole office may sit behind one address."""


def log_in_brakes(email: str, address: str) -> dict[str, int]:
    """What is counted for a try from an unknown browser, and how often each may be."""
    return {
        f"log_in|{_digest(f'{email}|{address}')}": TRIES,
        f"log_in_account|{_digest(email)}": TRIES_FOR_ACCOUNT,
        f"log_in_address|{_digest(address)}": TRIES_FROM_ADDRESS,
    }


def count_try(session: Session, office: Office, key: str, *, most: int = TRIES) -> None:
    """Counts a try before it is made, so that many at once are not one.

    Raises ``TooManyTries`` after ``most`` within a quarter of an hour.
    """
    refusal = TooManyTries("too_many_log_ins", minutes=throttles.minutes(WINDOW))
    throttles.count(session, office, key, most=most, window=WINDOW, refusal=refusal)


def forget(session: Session, key: str) -> None:
    """Wipes the slate after a success."""
    # By statement: a second success at the same moment may have deleted it already.
    session.execute(delete(Throttle).where(Throttle.key == key))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
