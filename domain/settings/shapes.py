"""What may be typed into settings, and the words' codes for what may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from domain.errors import InvalidInput
from domain.japanese.email_address import email_address
from domain.japanese.local_time import JST
from domain.japanese.postcode import postcode_of
from domain.japanese.width import half_width
from domain.service_hours import WHOLE_DAY, Hours

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")
_PHONE: Final = re.compile(r"0[0-9]+(-[0-9]+)*|\+[0-9]+(-[0-9]+)*")
_HOURS: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-~〜–]\s*([0-9]{1,2}):([0-9]{2})")
_DAY: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_MONTH_DAY: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_MOMENT: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})[ T]+([0-9]{1,2}):([0-9]{2})")
MOST_DAYS: Final = 200


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, or several; never a control character, which in a mail's head begins a head of its own."""

    longest: int = 100
    needed: bool = False
    lines: bool = False

    def read(self, text: str) -> str:
        text = "\n".join(line.rstrip() for line in text.splitlines()).strip() if self.lines else text.strip()
        if self.needed and not text:
            raise InvalidInput("required")
        if len(text) > self.longest:
            raise InvalidInput("too_long", limit=self.longest)
        if _CONTROL.search(text.replace("\n", "") if self.lines else text):
            raise InvalidInput("control_character")
        return text

    def text(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Secret:
    """A password exactly as typed."""

    longest: int = 200

    def read(self, text: str) -> str:
        if len(text) > self.longest:
            raise InvalidInput("too_long", limit=self.longest)
        if _CONTROL.search(text):
            raise InvalidInput("control_character")
        return text

    def text(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Host:
    """A server's name or address, or nothing."""

    def read(self, text: str) -> str:
        text = half_width(text).strip()
        if text and (len(text) > 253 or not _HOST.fullmatch(text)):
            raise InvalidInput("not_a_host")
        return text

    def text(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as people read it, with its hyphens, or nothing."""

    def read(self, text: str) -> str:
        text = half_width(text).strip()
        if text and (len(text) > 20 or not _PHONE.fullmatch(text)):
            raise InvalidInput("not_a_phone_number")
        return text

    def text(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Postcode:
    """「181-8528」, or nothing."""

    def read(self, text: str) -> str:
        return postcode_of(text) if text.strip() else ""

    def text(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Email:
    """A mail address."""

    needed: bool = False

    def read(self, text: str) -> str:
        if not text.strip():
            if self.needed:
                raise InvalidInput("required")
            return ""
        return email_address(text.strip())

    def text(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number within bounds."""

    least: int
    most: int

    def read(self, text: str) -> int:
        text = half_width(text).strip()
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise InvalidInput("not_digits")
        if not self.least <= int(text) <= self.most:
            raise InvalidInput("out_of_bounds", least=self.least, most=self.most)
        return int(text)

    def text(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words; ``choices`` are value → words on the screen."""

    choices: Mapping[str, str]

    def read(self, text: str) -> str:
        if text not in self.choices:
            raise InvalidInput("not_a_choice")
        return text

    def text(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    choices: Mapping[str, str] = field(default_factory=lambda: {"on": "有効", "off": "無効"})

    def read(self, text: str) -> bool:
        if text not in self.choices:
            raise InvalidInput("not_a_choice")
        return text == "on"

    def text(self, value: bool) -> str:
        return "on" if value else "off"


@dataclass(frozen=True, slots=True)
class HoursOfDay:
    """「6:00-24:00」; empty: the whole day."""

    def read(self, text: str) -> Hours:
        text = half_width(text).strip()
        if not text:
            return WHOLE_DAY
        found = _HOURS.fullmatch(text)
        if found is None:
            raise InvalidInput("not_hours")
        hours = Hours(60 * int(found[1]) + int(found[2]), 60 * int(found[3]) + int(found[4]))
        if int(found[2]) > 59 or int(found[4]) > 59 or not 0 <= hours.opens < hours.closes <= WHOLE_DAY.closes:
            raise InvalidInput("hours_end_before_they_begin")
        return hours

    def text(self, value: Hours) -> str:
        return "" if value == WHOLE_DAY else str(value)


@dataclass(frozen=True, slots=True)
class Days:
    """Days, one a line or with commas between; what stands after a blank on a line is for people only."""

    def read(self, text: str) -> frozenset[date]:
        found = [part.split()[0] for line in text.splitlines() for part in re.split("[,、]", line) if part.strip()]
        if len(found) > MOST_DAYS:
            raise InvalidInput("too_many_days", most=MOST_DAYS)
        return frozenset(_day(part) for part in found)

    def text(self, value: frozenset[date]) -> str:
        return "\n".join(day.isoformat() for day in sorted(value))


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days of every year, 「12/31、1/1、1/2」."""

    def read(self, text: str) -> frozenset[tuple[int, int]]:
        parts = [part for part in re.split(r"[,、\s]+", half_width(text)) if part]
        return frozenset(_month_day(part) for part in parts)

    def text(self, value: frozenset[tuple[int, int]]) -> str:
        # The year turns between the summer months, so December stands before January.
        return "、".join(
            f"{month}/{day}" for month, day in sorted(value, key=lambda each: ((each[0] + 5) % 12, each[1]))
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """「2026-11-28 22:00」 in Japan; empty: none."""

    def read(self, text: str) -> datetime | None:
        text = half_width(text).strip()
        if not text:
            return None
        found = _MOMENT.fullmatch(text)
        try:
            if found is None:
                raise ValueError(text)
            return datetime(*(int(part) for part in found.groups()), tzinfo=JST)  # type: ignore[misc,arg-type]  # — five numbers, as the pattern has them
        except ValueError:
            raise InvalidInput("not_a_moment") from None

    def text(self, value: datetime | None) -> str:
        return f"{value.astimezone(JST):%Y-%m-%d %H:%M}" if value else ""


def _day(text: str) -> date:
    found = _DAY.fullmatch(half_width(text))
    try:
        if found is None:
            raise ValueError(text)
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise InvalidInput("not_a_day_of_the_list", day=text[:20]) from None


def _month_day(text: str) -> tuple[int, int]:
    found = _MONTH_DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        # In a leap year, so that the 29th of February is a day.
        day = date(2024, int(found[1]), int(found[2]))
    except ValueError:
        raise InvalidInput("not_a_day_of_the_list", day=text[:20]) from None
    return day.month, day.day
