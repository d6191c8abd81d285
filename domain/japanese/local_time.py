"""The office's calendar is Japan's, wherever its machine stands."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
"""Asia/Tokyo. Japan has had no other offset since 1951, so no time zone database is needed."""


def day_in_japan(moment: datetime) -> date:
    """The calendar day on which an aware moment falls in Japan."""
    return moment.astimezone(JST).date()


def start_of_day(day: date) -> datetime:
    """Midnight at which a day begins in Japan, aware."""
    return datetime.combine(day, time(), JST)
