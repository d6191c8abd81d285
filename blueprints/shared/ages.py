"""How long something has stood, in words one takes in at a glance."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from blueprints.shared.translation import language
from blueprints.shared.translation import words as _
from domain.japanese.local_time import day_in_japan

MOST_KEPT = 1_000
"""Words of days."""


def age(since: datetime, now: datetime) -> str:
    """「今日」「昨日」「9日前」 by the calendar of Japan, not by hours."""
    return days_ago((day_in_japan(now) - day_in_japan(since)).days, language())


def short_day(day: date, now: datetime) -> str:
    """「11月20日」, and with its year once that is another one: for narrow columns."""
    return day_in_year(day, day_in_japan(now).year, language())


@lru_cache(maxsize=MOST_KEPT)
def days_ago(days: int, _language: str) -> str:
    """As ``age``, once the days are counted; lists ask for the same few in every line."""
    if days <= 0:
        return _("今日")
    return _("昨日") if days == 1 else _("%(days)s日前", days=days)


@lru_cache(maxsize=MOST_KEPT)
def day_in_year(day: date, this_year: int, _language: str) -> str:
    """As ``short_day``, in a year."""
    words = _("%(month)s月%(day)s日", month=day.month, day=day.day)
    return words if day.year == this_year else _("%(year)s年%(words)s", year=day.year, words=words)
