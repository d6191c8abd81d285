"""郵便番号: three digits and four (S4-80)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.errors import InvalidInput
from domain.japanese.width import only_digits

_LENGTHS: Final = (3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalPlace:
    """What a postcode stands for; many stand for several places."""

    prefecture: str
    city: str
    """With the area in it, as in 「三鷹市下連雀」."""
    street: str = ""
    """Only of receivers that have a postcode of their own."""

    @property
    def words(self) -> str:
        """「東京都三鷹市下連雀」."""
        return f"{self.prefecture}{self.city}{self.street}"


def postcode(first: str, last: str) -> str:
    """Gives "181-8520" of the two groups; full-width digits are taken.

    Raises ``InvalidInput``: "not_digits", "wrong_length" with ``expected`` (the digits of that group).
    """
    groups = (only_digits(first), only_digits(last))
    for group, expected in zip(groups, _LENGTHS, strict=True):
        if len(group) != expected:
            raise InvalidInput("wrong_length", expected=expected)
    return "-".join(groups)


def postcode_of(text: str) -> str:
    """Gives "181-8520" of one text such as 「〒１８１－８５２０」 or "1818520". Raises as ``postcode``."""
    digits = only_digits(text.strip().removeprefix("〒"))
    if len(digits) != sum(_LENGTHS):
        raise InvalidInput("wrong_length", expected=sum(_LENGTHS))
    return postcode(digits[:3], digits[3:])
