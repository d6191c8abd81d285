"""When a mail that could not be handed over is tried again, and when it is given up (design §10)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=2)
GIVEN_UP_AFTER: Final = timedelta(hours=72)
LEAST_TRIES: Final = 6
"""A quarter of an hour of tries, also for a mail that waited for days before its first one."""


def wait_after(tries: int, *, fraction: float) -> timedelta:
    """How long to wait after the given number of failed tries: 30 seconds, doubled each time, up to 2 hours.

    ``fraction`` in [0, 1) makes it up to a quarter shorter, so that mails that failed together do not come
    back together.
    """
    # Past twenty doublings the figure would only grow out of every bound.
    doubled = FIRST_WAIT * (1 << min(tries - 1, 20))
    return min(doubled, LONGEST_WAIT) * (1 - fraction / 4)


def next_try(*, made_at: datetime, now: datetime, tries: int, fraction: float) -> datetime | None:
    """When to try again after a failure that may pass; None: never, it is a dead letter.

    The last try falls on the end of the 72 hours. A mail older than that (it waited for a mail server to be
    set up, or a person sent it off again) still gets its ``LEAST_TRIES``.
    """
    again = now + wait_after(tries, fraction=fraction)
    end = made_at + GIVEN_UP_AFTER
    if now < end:
        return min(again, end)
    return again if tries < LEAST_TRIES else None
