"""When an application whose papers never come is reminded of, and when it is over (design §4).

Papers that were wanting are waited for as long as the first ones, from the day of the letter that named them (S4-142).

Days are Japan's. The day of printing is day 0; the last day still counts in full.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from domain.errors import InvalidInput

KEPT_ANSWERS: Final = frozenset({"validity_years", "coupon_use", "fee_receipt", "purpose", "proxy", "membership"})
"""What stays of the form once the application has ended unused: choices, and nothing about a person."""
ERASED_NAME: Final = "(消去済み)"
"""Stands in lists where a name was."""


REGISTERED_WITHIN: Final = 14
"""Days after the last one on which papers that had arrived by then can still be registered: longer than any closing of
the office. The day of arrival counts, not the day on which somebody had time to open the envelope."""


def last_day(printed_on: date, lapse_days: int) -> date:
    """The last day on which the papers may arrive."""
    return printed_on + timedelta(days=lapse_days)


def over_if_printed_before(today: date, lapse_days: int) -> date:
    """Applications printed before this day are over today."""
    return today - timedelta(days=lapse_days)


def ended_if_printed_before(today: date, lapse_days: int) -> date:
    """Applications printed before this day are ended today: nothing that came in time can be unregistered any more."""
    return over_if_printed_before(today, lapse_days + REGISTERED_WITHIN)


def check_first_arrival(arrived_on: date, *, printed_on: date, lapse_days: int) -> None:
    """Raises ``InvalidInput`` at ``arrived_on`` for papers that came before there was a form, or too late."""
    if arrived_on < printed_on:
        raise InvalidInput("arrived_before_printing", "arrived_on", first_day=printed_on)
    last = last_day(printed_on, lapse_days)
    if arrived_on > last:
        raise InvalidInput("arrived_after_last_day", "arrived_on", last_day=last)


def reminded_if_printed_before(today: date, reminder_days: int) -> date:
    """Applications printed before this day are reminded of today."""
    return today - timedelta(days=reminder_days - 1)


def last_day_to_correct(told_on: date, reminded_on: date | None, *, reminder_days: int, lapse_days: int) -> date:
    """The last day for the papers of a letter of ``told_on``: never sooner after the reminder than was meant to lie
    between both, however late the reminder went out. Nobody's papers end unreminded."""
    last = told_on + timedelta(days=lapse_days)
    return last if reminded_on is None else max(last, reminded_on + timedelta(days=lapse_days - reminder_days))
