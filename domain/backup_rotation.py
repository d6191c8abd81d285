"""Which backups stay: the newest of each of the last days, weeks and months (docs/backup.md)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.japanese.local_time import day_in_japan


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks and months of those that have a backup keep their newest one."""

    daily: int
    weekly: int
    monthly: int


def kept(made: Iterable[datetime], keep: Keep) -> set[datetime]:
    """The moments whose backups stay. The newest of all is always among them, whatever the numbers say."""
    newest_first = sorted(made, reverse=True)
    found = set(newest_first[:1])
    for count, period in ((keep.daily, _day), (keep.weekly, _week), (keep.monthly, _month)):
        found |= set(_newest_of_each(newest_first, period)[:count])
    return found


def _newest_of_each(newest_first: list[datetime], period: Callable[[date], Hashable]) -> list[datetime]:
    seen: dict[Hashable, datetime] = {}
    for moment in newest_first:
        seen.setdefault(period(day_in_japan(moment)), moment)
    return list(seen.values())


def _day(day: date) -> Hashable:
    return day


def _week(day: date) -> Hashable:
    return day.isocalendar()[:2]


def _month(day: date) -> Hashable:
    return day.year, day.month
