"""法人番号 of 13 digits, and the 会社法人等番号 of 12 from which it is made (S4-87, S4-101)."""

from __future__ import annotations

from typing import Final

from stdnum.jp import cn

from domain.errors import InvalidInput
from domain.japanese.width import only_digits

CORPORATE_DIGITS: Final = 13
COMPANY_DIGITS: Final = 12


def corporate_number(text: str) -> str:
    """Gives the 13 digits of a 法人番号; either width, hyphens and spaces are taken.

    The first digit checks the other twelve: 9 − (weighted sum mod 9) (法人番号の指定等に関する省令 第2条).
    Raises ``InvalidInput``: "not_digits", "wrong_length" with ``expected``, "wrong_check_digit".
    """
    number = _of_length(text, CORPORATE_DIGITS)
    if cn.calc_check_digit(number[1:]) != number[0]:
        raise InvalidInput("wrong_check_digit")
    return number


def from_company_number(text: str) -> str:
    """Gives the 法人番号 of a 会社法人等番号: 0110-01-040781 → "4011001040781" (S4-101).

    Raises ``InvalidInput``: "not_digits", "wrong_length" with ``expected``.
    """
    number = _of_length(text, COMPANY_DIGITS)
    return cn.calc_check_digit(number) + number


def _of_length(text: str, expected: int) -> str:
    number = only_digits(text)
    if len(number) != expected:
        raise InvalidInput("wrong_length", expected=expected)
    return number
