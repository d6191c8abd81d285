"""Which papers must come by post, and when they are too old (S4-33…S4-47)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PaperVerdict(StrEnum):
    """What a reviewer says of one paper."""

    AWAITED = "awaited"
    ARRIVED = "arrived"
    OK = "ok"
    TOO_OLD = "too_old"
    MISMATCH = "mismatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredPaper:
    """One row of 「必要書類」."""

    key: str
    label: str
    note: str = ""
    dated: bool = False
    """Whether a date of issue no more than three months old counts (S4-33)."""
    copy_allowed: bool = False
    shared: bool = False
    """One sheet may serve several applications of one organisation (S4-40)."""
    when: tuple[str, str] | None = None
    """Asked only if this answer of the form has this value, e.g. ``("proxy", "yes")`` (S4-43, S4-45)."""


def required_papers(papers: tuple[RequiredPaper, ...], answers: Mapping[str, str]) -> tuple[RequiredPaper, ...]:
    """The papers that this application needs (S4-46)."""
    return tuple(p for p in papers if p.when is None or answers.get(p.when[0]) == p.when[1])


def months_before(day: date, months: int) -> date:
    """The same day ``months`` earlier, or the last day of a shorter month (民法第143条)."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_too_old(issued_on: date, arrived_on: date, *, months: int = 3) -> bool:
    """Whether a public document was older than ``months`` on the day it arrived at the office (S4-33, S4-140).

    The day itself still counts: issued on 10 January, arriving on 10 April, is in time (民法第143条).
    """
    return issued_on < months_before(arrived_on, months)
