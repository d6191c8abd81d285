"""Days on which the office is open, by the national holidays and by its own calendar (S4-212, design §9)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

import jpholiday

YEAR_END: Final = frozenset({(12, 31), (1, 1), (1, 2), (1, 3)})
"""Month and day of the year-end closing unless the office sets another (年末年始)."""

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)


def is_business_day(
    day: date,
    closing: Collection[date] = frozenset(),
    *,
    year_end: Collection[tuple[int, int]] = YEAR_END,
) -> bool:
    """Says whether the office is open: no weekend, holiday (国民の祝日に関する法律) or own closing day.

    ``closing`` are the office's extra closing days, ``year_end`` pairs of (month, day) closed each year.
    """
    return not (
        day.weekday() >= _SATURDAY or (day.month, day.day) in year_end or day in closing or jpholiday.is_holiday(day)
    )


def next_business_day(
    day: date,
    closing: Collection[date] = frozenset(),
    *,
    year_end: Collection[tuple[int, int]] = YEAR_END,
) -> date:
    """Gives the first day after ``day`` (never ``day`` itself) on which the office is open."""
    return _open_day(day, _ONE_DAY, closing, year_end)


def previous_business_day(
    day: date,
    closing: Collection[date] = frozenset(),
    *,
    year_end: Collection[tuple[int, int]] = YEAR_END,
) -> date:
    """Gives the last day before ``day`` (never ``day`` itself) on which the office is open."""
    return _open_day(day, -_ONE_DAY, closing, year_end)


def _open_day(day: date, step: timedelta, closing: Collection[date], year_end: Collection[tuple[int, int]]) -> date:
    candidate = day + step
    while not is_business_day(candidate, closing, year_end=year_end):
        candidate += step
    return candidate
