"""How long something has stood, in words one takes in at a glance."""

from __future__ import annotations

from datetime import date, datetime

from blueprints.shared.translation import words as _
from domain.japanese.local_time import day_in_japan


def age(since: datetime, now: datetime) -> str:
    """「今日」「昨日」「9日前」 by the calendar of Japan, not by hours."""
    days = (day_in_japan(now) - day_in_japan(since)).days
    if days <= 0:
        return _("今日")
    return _("昨日") if days == 1 else _("%(days)s日前", days=days)


def short_day(day: date, now: datetime) -> str:
    """「11月20日」, and with its year once that is another one: for narrow columns."""
    words = _("%(month)s月%(day)s日", month=day.month, day=day.day)
    if day.year == day_in_japan(now).year:
        return words
    return _("%(year)s年%(words)s", year=day.year, words=words)
