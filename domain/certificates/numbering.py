"""Codes that people copy by hand: application codes, contract numbers, PINs (S4-120, S4-151)."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import InvalidInput
from domain.japanese.width import half_width

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters without 0/O and 1/I, so that a code read from paper has one reading only."""

CODE_LENGTH = 12
PIN_LENGTH = 16
"""16 of 32 characters are 80 bits: a leaked key file cannot be guessed offline (design §5)."""

Letters = Callable[[str, int], str]
"""Draws ``n`` letters evenly from an alphabet."""


def check_character(body: str) -> str:
    """The Luhn mod 32 character of ``body``: catches every single slip and nearly every swap of neighbours."""
    total = 0
    for place, letter in enumerate(reversed(body)):
        addend = ALPHABET.index(letter) * (2 - place % 2)
        total += addend // 32 + addend % 32
    return ALPHABET[-total % 32]


def new_code(letters: Letters) -> str:
    """A fresh code of 12 characters, the last being its check character."""
    body = letters(ALPHABET, CODE_LENGTH - 1)
    return body + check_character(body)


def new_pin(letters: Letters) -> str:
    """The passphrase of a key file."""
    return letters(ALPHABET, PIN_LENGTH)


def grouped(code: str) -> str:
    """``ABCD-EFGH-JKLM``, as people read it."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read_code(text: str) -> str:
    """A code as typed or scanned, brought to its form.

    Raises ``InvalidInput('not_a_code')``, or ``'mistyped_code'`` when the check character disagrees.
    """
    code = "".join(half_width(text).upper().split()).replace("-", "")
    if len(code) != CODE_LENGTH or any(letter not in ALPHABET for letter in code):
        raise InvalidInput("not_a_code")
    if check_character(code[:-1]) != code[-1]:
        raise InvalidInput("mistyped_code")
    return code
