"""How long a folder is kept (S3-47)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

YEARS: Final = 3
WARNING_MONTHS: Final = 1


@dataclass(frozen=True, slots=True, order=True)
class Upload:
    """A file's place in the order of uploads, and the 保険終期 given with it."""

    number: int
    insurance_end: date


def kept_until(uploads: Iterable[Upload]) -> date:
    """The last day on which a folder is there; 保険終期 of the file uploaded last, and three years (S3-47).

    Of the last upload, not the latest end: a contract that was cut short is kept for less long. 29 February
    ends on 28 February.
    """
    return last_day(max(uploads).insurance_end)


def last_day(end: date) -> date:
    """The day on which three years from a 保険終期 end."""
    return end.replace(year=end.year + YEARS, day=min(end.day, monthrange(end.year + YEARS, end.month)[1]))


def warned_from(last_day: date) -> date:
    """The day from which the folder stands on the list of what will be deleted."""
    year, month = (last_day.year, last_day.month - 1) if last_day.month > 1 else (last_day.year - 1, 12)
    return date(year, month, min(last_day.day, monthrange(year, month)[1]))
