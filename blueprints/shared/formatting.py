"""How values read on a screen."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext

from domain.certificates.fees import yen
from domain.certificates.numbering import grouped
from domain.japanese.era import date_with_weekday, japanese_date
from domain.japanese.length_of_time import length_of_time
from domain.japanese.local_time import JST, day_in_japan


def moment(value: datetime) -> str:
    """「2026年11月20日(金) 14:05」, in Japan."""
    return f"{date_with_weekday(day_in_japan(value))} {value.astimezone(JST):%H:%M}"


def day(value: date | datetime) -> str:
    """「2026年11月20日(金)」."""
    return date_with_weekday(day_in_japan(value) if isinstance(value, datetime) else value)


def duration(minutes: int) -> str:
    """「1時間」 or 「90分」, in the language of the request."""
    return length_of_time(minutes, gettext)


FILTERS = {
    "moment": moment,
    "day": day,
    "duration": duration,
    "era_day": japanese_date,
    "grouped": grouped,
    "yen": yen,
}
