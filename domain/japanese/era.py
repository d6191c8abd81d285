"""Dates as Japanese paper has them: eras, weekdays, and whether a day exists at all (S4-82)."""

from __future__ import annotations

from datetime import date
from typing import Final

from domain.errors import InvalidInput

ERAS: Final = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)
"""First day and name, newest first. 明治 counts from the lunar new year of 慶応4年 (明治改元の詔)."""

EARLIEST_BIRTH: Final = date(1900, 1, 1)
_WEEKDAYS: Final = "月火水木金土日"


def era_year(day: date) -> str:
    """Gives the era and year of a day, e.g. 「平成元」 for 1989-01-08 and 「昭和64」 for the day before.

    Raises ``InvalidInput("before_first_era")`` for days before 明治.
    """
    for first, name in ERAS:
        if day >= first:
            number = day.year - first.year + 1
            return f"{name}{'元' if number == 1 else number}"
    raise InvalidInput("before_first_era")


def era_of_year(year: int) -> str:
    """Gives the era name that stands beside a Western year, e.g. 「平成元」 for 1989 (S4-82).

    A year in which an era changed has two; as in the manual's form, the one in which it ended is shown.
    Raises ``InvalidInput``: "before_first_era", or "no_such_date" for a year no calendar has.
    """
    return era_year(real_date(year, 12, 31))


def japanese_date(day: date) -> str:
    """Gives 「1989(平成元)年1月1日」, the manual's shape (図2-12).

    The bracket explains the Western *year* (``era_of_year``), whatever the month; ``era_date`` is exact.
    Raises as ``era_of_year``.
    """
    return f"{day.year}({era_of_year(day.year)})年{day.month}月{day.day}日"


def era_date(day: date) -> str:
    """Gives the date as family registers write it, e.g. 「昭和64年1月1日」. Raises as ``era_year``."""
    return f"{era_year(day)}年{day.month}月{day.day}日"


def date_with_weekday(day: date) -> str:
    """Gives 「2026年11月20日(金)」."""
    return f"{day.year}年{day.month}月{day.day}日({_WEEKDAYS[day.weekday()]})"


def real_date(year: int, month: int, day: int) -> date:
    """Gives the date, or raises ``InvalidInput("no_such_date")`` (29 February of a common year, month 13)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise InvalidInput("no_such_date") from None


def birth_date(year: int, month: int, day: int, *, today: date) -> date:
    """Gives a day on which somebody now living can have been born; ``today`` is the day in Japan (S4-82).

    Raises ``InvalidInput``: "no_such_date", "birth_in_future", or "birth_too_early" with ``earliest``.
    """
    born = real_date(year, month, day)
    if born > today:
        raise InvalidInput("birth_in_future")
    if born < EARLIEST_BIRTH:
        raise InvalidInput("birth_too_early", earliest=EARLIEST_BIRTH)
    return born
