"""The hours of the counters, as the office has set them (S1-95…S1-97, S3-51)."""

from __future__ import annotations

from datetime import datetime

from domain.service_hours import Counter, Maintenance, Shut, Timetable, shut
from domain.settings import table
from services.settings import Values


def timetable(values: Values, counter: Counter) -> Timetable:
    """When a counter is open."""
    return Timetable(
        hours=values[table.HOURS[counter]],
        business_days_only=values[table.BUSINESS_DAYS_ONLY[counter]],
        closing=values[table.CLOSING_DAYS],
        year_end=values[table.YEAR_END_DAYS],
        maintenance=maintenance(values),
    )


def maintenance(values: Values) -> Maintenance | None:
    """The stop that was announced, past or to come."""
    begins = values[table.MAINTENANCE_BEGINS]
    return None if begins is None else Maintenance(begins=begins, ends=values[table.MAINTENANCE_ENDS])


def shut_now(values: Values, counter: Counter, now: datetime) -> Shut | None:
    """Whether the counter is shut at this moment."""
    return shut(timetable(values, counter), now)


def announced(values: Values, now: datetime) -> str:
    """The words about a maintenance that is to come or goes on; empty: there is none."""
    stop = maintenance(values)
    over = stop is None or (stop.ends is not None and stop.ends <= now)
    return "" if over else values[table.MAINTENANCE_NOTICE]
