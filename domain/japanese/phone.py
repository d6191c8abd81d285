"""Telephone numbers in Japan, typed as three groups of digits (S4-83, S4-84)."""

from __future__ import annotations

import re
from typing import Final

import phonenumbers

from domain.errors import InvalidInput
from domain.japanese.width import only_digits

_ELEVEN_DIGITS: Final = re.compile(r"0(?:[25-9]0|800)\d+")
"""050 (IP), 060–090 (mobile), 020 (data), 0800 (free); all others have ten (総務省 電気通信番号計画)."""


def phone(first: str, second: str, third: str) -> str:
    """Gives the number as "0570-020-213", grouped as the person grouped it; full-width digits are taken.

    Only what cannot be a number at all is refused; whether somebody answers is found out by ringing.
    ``phonenumbers`` may allow an odd number (0077 …) and never refuses one, since its tables know neither
    new ranges nor zero-filled numbers.
    Raises ``InvalidInput``: "not_digits", "incomplete" (an empty group), "no_leading_zero", or
    "wrong_length" with ``expected`` (digits in all).
    """
    groups = [only_digits(group) for group in (first, second, third)]
    if not all(groups):
        raise InvalidInput("incomplete")
    number = "".join(groups)
    if not number.startswith("0"):
        raise InvalidInput("no_leading_zero")
    if len(number) != _expected_digits(number) and not _known(number):
        raise InvalidInput("wrong_length", expected=_expected_digits(number))
    return "-".join(groups)


def _expected_digits(number: str) -> int:
    return 11 if _ELEVEN_DIGITS.match(number) else 10


def _known(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "JP"))
    except phonenumbers.NumberParseException:
        return False
