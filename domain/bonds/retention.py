"""How long a folder is kept (S3-47)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Upload:
    """A file's place in the order of uploads, and the 保険終期 given with it."""

    number: int
    insurance_end: date


def kept_until(uploads: Iterable[Upload], years: int) -> date:
    """The last day on which a folder is there; 保険終期 of the file uploaded last, and so many years (S3-47).

    Of the last upload, not the latest end: a contract that was cut short is kept for less long.
    """
    return last_day(max(uploads).insurance_end, years)


def last_day(end: date, years: int) -> date:
    """The day on which the years from a 保険終期 end; those from 29 February end on the 28th, but in a leap year."""
    return end.replace(year=end.year + years, day=min(end.day, _days(end.year + years, end.month)))


def warned_up_to(today: date, months: int) -> date:
    """The furthest last day that is no more than so many months away: up to it folders stand on the warning list.

    The last day of a month reaches to the last of another, so that no folder is warned of later than its month
    before: one that goes on 31 March stands on the list on 28 February.
    """
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    length = _days(year, month + 1)
    ends_the_month = today.day == _days(today.year, today.month)
    return date(year, month + 1, length if ends_the_month else min(today.day, length))


def _days(year: int, month: int) -> int:
    return monthrange(year, month)[1]
