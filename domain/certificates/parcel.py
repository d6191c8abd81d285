"""The parcel with the secrets: when it can have been posted, and what its number looks like (S4-153…S4-158)."""

from __future__ import annotations

from datetime import date
from typing import Final

from domain.errors import InvalidInput
from domain.japanese.width import only_digits

NUMBER_DIGITS: Final = 11
MOST_AT_ONCE: Final = 20
"""Parcels in one print run: so many go into envelopes before the next one is printed, and a lost page is found."""


def posted_number(text: str) -> str:
    """「123-45-67890-1」, as the post office prints it. Raises ``InvalidInput('wrong_digit_count')``."""
    digits = only_digits(text)
    if len(digits) != NUMBER_DIGITS:
        raise InvalidInput("wrong_digit_count", digits=NUMBER_DIGITS)
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:10]}-{digits[10]}"


def check_posting(posted_on: date, *, issued_on: date, today: date) -> None:
    """Raises ``InvalidInput`` at ``posted_on`` for a day on which the parcel cannot have gone."""
    if posted_on > today:
        raise InvalidInput("day_in_future", "posted_on")
    if posted_on < issued_on:
        raise InvalidInput("posted_before_issue", "posted_on", first_day=issued_on)
