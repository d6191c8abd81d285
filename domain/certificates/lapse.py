"""When an application whose papers never come is reminded of, and when it is over (design §4).

Days are Japan's. The day of printing is day 0; the last day still counts in full.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

KEPT_ANSWERS: Final = frozenset({"validity_years", "coupon_use", "fee_receipt", "purpose", "proxy", "membership"})
"""What stays of the form once the application has ended unused: choices, and nothing about a person."""
ERASED_NAME: Final = "(消去済み)"
"""Stands in lists where a name was."""


def last_day(printed_on: date, lapse_days: int) -> date:
    """The last day on which the papers may arrive."""
    return printed_on + timedelta(days=lapse_days)


def over_if_printed_before(today: date, lapse_days: int) -> date:
    """Applications printed before this day are over today."""
    return today - timedelta(days=lapse_days)


def reminded_if_printed_before(today: date, reminder_days: int) -> date:
    """Applications printed before this day are reminded of today."""
    return today - timedelta(days=reminder_days - 1)
