"""When the counters answer, and when they open again (S1-95…S1-97, S3-51).

Times are Japan's; a counter that closes at 24:00 still answers at 23:59:59.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.japanese.business_day import YEAR_END, is_business_day
from domain.japanese.local_time import day_in_japan, start_of_day

HORIZON: Final = 400
"""Days looked ahead for one that is open; beyond it nobody is told a day."""


class Counter(StrEnum):
    """The counters that may have hours. The office's own screens, the CRL and OCSP have none: they always answer."""

    APPLY = "apply"
    DOWNLOAD = "download"
    BONDS = "bonds"
    ORDERER = "orderer"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``opens`` until before ``closes``, in minutes since midnight; 1440 is 24:00."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return "-".join(f"{minutes // 60}:{minutes % 60:02}" for minutes in (self.opens, self.closes))


WHOLE_DAY: Final = Hours(0, 24 * 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """A stop that was announced (S1-97); without ``ends``, until further notice."""

    begins: datetime
    ends: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        return self.begins <= moment and (self.ends is None or moment < self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """When one counter is open."""

    hours: Hours = WHOLE_DAY
    business_days_only: bool = False
    """Shut on Saturdays, Sundays, holidays, at the year's end and on the office's own closing days (S3-51)."""
    closing: frozenset[date] = frozenset()
    year_end: frozenset[tuple[int, int]] = YEAR_END
    maintenance: Maintenance | None = None


class Why(StrEnum):
    """Why a counter does not answer."""

    HOURS = "hours"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True)
class Shut:
    """A counter that is shut now."""

    why: Why
    opens_at: datetime | None
    """None: nobody can say yet."""


def shut(timetable: Timetable, now: datetime) -> Shut | None:
    """Whether a counter is shut at this moment, and when it opens; None: it is open."""
    opens_at, stop = _next_open(timetable, now), timetable.maintenance
    if opens_at is not None and stop is not None and stop.covers(opens_at):
        opens_at = _next_open(timetable, stop.ends) if stop.ends else None
    if opens_at == now:
        return None
    return Shut(Why.MAINTENANCE if stop is not None and stop.covers(now) else Why.HOURS, opens_at)


def _next_open(timetable: Timetable, moment: datetime) -> datetime | None:
    """The first moment from ``moment`` on at which the counter is open by its hours."""
    day = day_in_japan(moment)
    for _ in range(HORIZON):
        if _is_open_on(timetable, day):
            midnight = start_of_day(day)
            if moment < midnight + timedelta(minutes=timetable.hours.closes):
                return max(moment, midnight + timedelta(minutes=timetable.hours.opens))
        day += timedelta(days=1)
    return None


def _is_open_on(timetable: Timetable, day: date) -> bool:
    if not timetable.business_days_only:
        return True
    return is_business_day(day, timetable.closing, year_end=timetable.year_end)
