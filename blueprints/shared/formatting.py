"""How values read on a screen."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import format_date
from flask_babel import gettext
from markupsafe import Markup, escape

from blueprints.shared.translation import language
from domain.certificates.numbering import grouped
from domain.japanese.era import date_with_weekday, japanese_date
from domain.japanese.length_of_time import length_of_time
from domain.japanese.local_time import JST, day_in_japan

_HOURS = re.compile(r"\d{1,2}:\d\d ?[～〜–-] ?\d{1,2}:\d\d")


def moment(value: datetime) -> str:
    """「2026年11月20日(金) 14:05」 or "20 November 2026 (Fri) 14:05 Japan time"."""
    return gettext("%(day)s %(time)s", day=day(value), time=f"{value.astimezone(JST):%H:%M}")


def day(value: date | datetime) -> str:
    """「2026年11月20日(金)」 or "20 November 2026 (Fri)", in Japan."""
    shown = day_in_japan(value) if isinstance(value, datetime) else value
    return format_date(shown, "d MMMM y (EEE)", locale="en") if language() == "en" else date_with_weekday(shown)


def money(amount: int) -> str:
    """「15,400円」 or "15,400 yen"."""
    return gettext("%(amount)s円", amount=f"{amount:,}")


def duration(minutes: int) -> str:
    """「1時間」 or 「90分」, in the language of the request."""
    return length_of_time(minutes, gettext)


def whole_hours(words: str) -> Markup:
    """「平日9:00～17:00」 as it was written, but no line breaks from one hour to the other."""
    escaped = str(escape(words))
    return Markup(_HOURS.sub(r'<span class="nowrap">\g<0></span>', escaped))  # noqa: S704 — escaped above


FILTERS = {
    "moment": moment,
    "day": day,
    "duration": duration,
    "whole_hours": whole_hours,
    "era_day": japanese_date,
    "grouped": grouped,
    "yen": money,
}
