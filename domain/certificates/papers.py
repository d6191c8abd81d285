"""Which papers must come by post, and when they are too old (S4-33…S4-47)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.certificates.items import asked


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
    """Whether a date of issue no older than the programme allows counts (S4-33)."""
    copy_allowed: bool = False
    shared: bool = False
    """One sheet may serve several applications of one organisation (S4-40)."""
    amount: bool = False
    """Whether it shows an amount paid, which must be the fee (S4-141)."""
    look_for: str = ""
    """What a reviewer must see on it (S4-141); ``{fee}`` stands for the amount to pay."""
    when: tuple[str, str] | None = None
    """Asked only if this answer of the form has this value, e.g. ``("proxy", "yes")`` (S4-43, S4-45)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A row of the form, and the paper that must show the same (S4-68, S4-88…S4-90, S4-141)."""

    item: str
    paper: str
    when: tuple[str, str] | None = None
    """Compared only if this answer has this value: without a former surname there is none to look up."""


def required_papers(papers: tuple[RequiredPaper, ...], answers: Mapping[str, str]) -> tuple[RequiredPaper, ...]:
    """The papers that this application needs (S4-46)."""
    return tuple(p for p in papers if asked(p.when, answers))


def rows_to_compare(proofs: tuple[Proof, ...], answers: Mapping[str, str]) -> tuple[Proof, ...]:
    """The rows a reviewer must hold against the papers of this application."""
    return tuple(p for p in proofs if asked(p.when, answers))


def is_same_organisation(answers: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Whether two applications name one organisation (S4-40): by the corporate number, where both have one.

    Two companies may bear one name; one company has one number.
    """
    numbers = answers.get("corporate_number", ""), others.get("corporate_number", "")
    if all(numbers):
        return numbers[0] == numbers[1]
    return bool(answers.get("organisation")) and answers.get("organisation") == others.get("organisation")


def months_before(day: date, months: int) -> date:
    """The same day ``months`` earlier, or the last day of a shorter month (民法第143条)."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_too_old(issued_on: date, arrived_on: date, *, months: int) -> bool:
    """Whether a public document was older than ``months`` on the day it arrived at the office (S4-33, S4-140).

    The day itself still counts: with three months, issued on 10 January and arriving on 10 April is in time
    (民法第143条).
    """
    return issued_on < months_before(arrived_on, months)
