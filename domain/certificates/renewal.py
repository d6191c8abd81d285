"""When a certificate is about to end, and which application follows which (S4-181…S4-186).

There is no renewal of its own kind: the holder applies anew, with all papers, and both certificates may overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.certificates.application import ApplicationState

GAVE_NOTHING: Final = frozenset({ApplicationState.REJECTED, ApplicationState.WITHDRAWN, ApplicationState.LAPSED})
"""An application that ended so follows no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who stands behind an application, as far as two can be told to be one person's."""

    programme: str
    name: str
    reading: str
    birth_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A holder with the kind of certificate: somebody may have one for each of two companies."""

    holder: Holder
    profile: str
    organisation: str


def last_day_reminded(today: date, days: int) -> date:
    """Certificates whose last day is this one or earlier are reminded of today: ``days`` before they end (S4-181)."""
    return today + timedelta(days=days)


def years_before(today: date, years: int) -> date:
    """The same day so many years ago; of 29 February, the 28th."""
    day = today.day if (today.month, today.day) != (2, 29) else 28
    return today.replace(year=today.year - years, day=day)
