"""Width, spaces and forbidden characters of typed Japanese, never touching a kanji (design §9, S4-105).

NFKC and NFC are *not* safe on whole names: both turn U+FA19 神 and some hundred other compatibility
ideographs into another code point, and the paper must show what the 住民票 shows (S4-68). So
normalisation is done only on the runs named here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from domain.errors import InvalidInput

_SPACES: Final = "\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INNER_SPACE: Final = re.compile(f"[{_SPACES}]+")
# A paste from a spreadsheet ends in a tab or a line break: at the ends they say nothing and may go.
_OUTER_SPACE: Final = re.compile(rf"\A[{_SPACES}\t\r\n]+|[{_SPACES}\t\r\n]+\Z")
_HALF_WIDTH_KANA: Final = re.compile("[\uff61-\uff9f]+")
# Some systems send が as か + U+3099 and é as e + U+0301. Kanji are left out of the first class on purpose.
_DECOMPOSED: Final = re.compile("[A-Za-z\u00c0-\u024f\u3041-\u30ff][\u0300-\u036f\u3099\u309a]+")
_SPACED_SOUND_MARK: Final = re.compile("[\u3041-\u3096\u309d\u30a1-\u30fd][\u309b\u309c]")
_COMBINING_SOUND_MARK: Final = {"\u309b": "\u3099", "\u309c": "\u309a"}

_FULL_WIDTH_DIGITS: Final = {0xFF10 + n: str(n) for n in range(10)}
_FULL_WIDTH_ASCII: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
# Hyphens, dashes, the minus and the long mark: keyboards give any of them between groups of digits.
_SEPARATORS: Final = re.compile(f"[{_SPACES}\\-\u2010-\u2015\u2212\uff0d\u30fc\uff70]+")

_ASSIGNED_LATER: Final = range(0x20000, 0x40000)
"""Planes 2 and 3 hold kanji only; the newest are "unassigned" to the Unicode tables of our Python."""

_PICTURES: Final = (
    range(0x2300, 0x2400),
    range(0x2600, 0x27C0),
    range(0x2B00, 0x2C00),
    range(0x1F000, 0x1FC00),
)
"""Blocks of emoji and pictures; what JIS X 0208 has of them (★♪♂…) is no picture to us."""

_PICTURES_IN_JIS: Final = frozenset("⌒★☆♀♂♪♭♯")


def plain_text(text: str) -> str:
    """Gives a name or an address as one line: half-width kana widened, split marks joined, spaces single.

    Every kanji stays the code point it was (﨑 stays 﨑, U+FA19 stays U+FA19), and so do the full-width
    letters and digits of an address. Spaces, U+3000 included, are trimmed and each inner run becomes one
    U+0020. Applying it twice changes nothing more.

    Raises ``InvalidInput("forbidden_character", character=…, code_point="U+202E")`` for control and bidi
    characters, invisible format characters, private-use characters (外字 mean nothing elsewhere) and emoji.
    """
    line = joined_kana(single_spaced(text))
    for character in line:
        if _forbidden(character):
            raise InvalidInput("forbidden_character", character=character, code_point=f"U+{ord(character):04X}")
    return line


def single_spaced(text: str) -> str:
    """Trims the ends and makes each inner run of spaces (U+3000 and its kin) one U+0020."""
    return _INNER_SPACE.sub(" ", _OUTER_SPACE.sub("", text))


def joined_kana(text: str) -> str:
    """Widens half-width kana and joins split sound marks: ｶﾞ, か+U+3099 and か゛ are one letter each."""
    widened = _HALF_WIDTH_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    marked = _SPACED_SOUND_MARK.sub(_with_its_mark, widened)
    return _DECOMPOSED.sub(lambda letter: unicodedata.normalize("NFC", letter[0]), marked)


def half_width_digits(text: str) -> str:
    """Makes ０–９ to 0–9 and leaves everything else."""
    return text.translate(_FULL_WIDTH_DIGITS)


def half_width(text: str) -> str:
    """Makes full-width ASCII (！ to ～) and U+3000 half width and leaves everything else."""
    return text.translate(_FULL_WIDTH_ASCII)


def only_digits(text: str) -> str:
    """Gives the ASCII digits of a number typed in either width, with or without hyphens and spaces.

    An empty text gives an empty text; whether that is allowed is the caller's rule.
    Raises ``InvalidInput("not_digits", characters=…)`` naming what is neither digit nor separator.
    """
    digits = _SEPARATORS.sub("", half_width_digits(single_spaced(text)))
    strange = named(character for character in digits if not "0" <= character <= "9")
    if strange:
        raise InvalidInput("not_digits", characters=strange)
    return digits


def named(characters: Iterable[str]) -> str:
    """Lists characters for a message, each once, in order: 「髙、﨑」."""
    return "、".join(dict.fromkeys(characters))


def _with_its_mark(spaced: re.Match[str]) -> str:
    joined = unicodedata.normalize("NFC", spaced[0][0] + _COMBINING_SOUND_MARK[spaced[0][1]])
    # あ゛ is no letter; it stays as typed, for somebody to see and refuse.
    return joined if len(joined) == 1 else spaced[0]


def _forbidden(character: str) -> bool:
    code = ord(character)
    if code in _ASSIGNED_LATER:
        return False
    if character == "\ufe0f" or any(code in block for block in _PICTURES):
        return character not in _PICTURES_IN_JIS
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Me", "Zl", "Zp"}
