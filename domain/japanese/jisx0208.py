"""Which characters are inside JIS X 0208 (kanji of level 1 and 2), for form and certificate (S4-105).

The test is Python's ``euc_jp`` codec: two bytes mean JIS X 0208, three JIS X 0212, 0x8E half-width kana.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from domain.errors import InvalidInput
from domain.japanese.substitute_kanji import SUBSTITUTES
from domain.japanese.width import named, plain_text

_SELECTORS: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# A variation selector (辻 with one dot is U+8FBB U+E0100) has no meaning without the kanji before it.
_CHARACTER: Final = re.compile(f".[{_SELECTORS}]*", re.DOTALL)
_SELECTOR: Final = re.compile(f"[{_SELECTORS}]")

_SAME_ON_WINDOWS: Final = frozenset("～－∥￠￡￢—")
"""JIS X 0208 characters under the code points that Windows and macOS type for them (row 1; 8－10－15)."""

_PLAIN_SPACE: Final = 0x20
_LAST_PRINTABLE_ASCII: Final = 0x7E
_TWO_BYTES: Final = 2
_HALF_WIDTH_KANA: Final = 0x8E
_ROW_ZERO: Final = 0xA0
_UNASSIGNED_ROWS: Final = range(9, 16)
"""JIS X 0208 leaves rows 9–15 open; vendors put ① and ㈱ there (row 13), each in his own way."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A character outside JIS X 0208, where it stands, and what may stand for it (likeliest first)."""

    position: int
    """Code points before it in the text."""
    character: str
    """The character with its variation selectors, if any."""
    candidates: tuple[str, ...]


def outside(text: str) -> list[Outside]:
    """Gives each character of ``text`` that is neither in JIS X 0208 nor printable ASCII, in order."""
    return [
        Outside(found.start(), found[0], candidates(found[0]))
        for found in _CHARACTER.finditer(text)
        if not is_inside(found[0])
    ]


def certificate_text(text: str) -> str:
    """Gives a name or an address for the certificate: ``plain_text``, all of it in JIS X 0208.

    Never replaces a kanji. Source: S4-105.
    Raises ``InvalidInput``: "outside_jis_x_0208" with ``characters`` (「髙、﨑」), and as ``plain_text``.
    """
    line = plain_text(text)
    found = outside(line)
    if found:
        raise InvalidInput("outside_jis_x_0208", characters=named(one.character for one in found))
    return line


def is_inside(character: str) -> bool:
    """Says whether one character is in JIS X 0208 or printable ASCII; more than one code point never is."""
    if len(character) != 1:
        return False
    # The codec gives ¥ and ‾ (U+00A5, U+203E) the single bytes of \ and ~, so ASCII is told by code point.
    if _PLAIN_SPACE <= ord(character) <= _LAST_PRINTABLE_ASCII or character in _SAME_ON_WINDOWS:
        return True
    try:
        coded = character.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return len(coded) == _TWO_BYTES and coded[0] != _HALF_WIDTH_KANA and coded[0] - _ROW_ZERO not in _UNASSIGNED_ROWS


def candidates(character: str) -> tuple[str, ...]:
    """Gives what inside JIS X 0208 may stand for a character outside, for a person to confirm; often nothing.

    First our table; then, for compatibility characters, Unicode's own equivalent (U+FA19 神, ㈱ as (株)),
    from which the table is asked once more (U+FA2E is 郞, and that 郎).
    """
    base = _SELECTOR.sub("", character)
    if is_inside(base):
        return (base,)
    if base in SUBSTITUTES:
        return SUBSTITUTES[base]
    equivalent = unicodedata.normalize("NFKC", base)
    if equivalent in SUBSTITUTES:
        return SUBSTITUTES[equivalent]
    return (equivalent,) if equivalent.strip() and all(map(is_inside, equivalent)) else ()
