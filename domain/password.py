"""What a password of staff must be (NIST SP 800-63B §3.1.1: length and no common ones, no rules of composition)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from typing import Final

from domain.errors import InvalidInput

SHORTEST: Final = 12
LONGEST: Final = 256
"""Far beyond any sentence; without an end a request could make the office hash megabytes."""
_LEAST_OF_ONES_OWN: Final = 8
_MOST_AROUND: Final = 6
"""So many digits and signs around a common word are what people add to please a rule, not a password."""
_MOST_AFTER: Final = 4
_SHORTEST_WORD: Final = 3
_LONGEST_UNIT: Final = 4


def normalised(password: str) -> str:
    """One form for what keyboards write in several (full width, composed accents): NFKC."""
    return unicodedata.normalize("NFKC", password)


def require_password(password: str, *, common: Container[str], own_words: Iterable[str]) -> str:
    """The password as it is hashed.

    ``own_words``: names and addresses that a stranger would try first. Raises ``InvalidInput`` with
    ``password_too_short``, ``password_too_long``, ``password_common`` or ``password_of_own_words``.
    """
    chosen = normalised(password)
    if len(chosen) < SHORTEST:
        raise InvalidInput("password_too_short", "password", shortest=SHORTEST)
    if len(chosen) > LONGEST:
        raise InvalidInput("password_too_long", "password", longest=LONGEST)
    folded = chosen.casefold()
    if any(word in common for word in _cores(folded)) or len(_unit(folded)) <= _LONGEST_UNIT:
        raise InvalidInput("password_common", "password")
    if _rest(folded, own_words) < _LEAST_OF_ONES_OWN:
        raise InvalidInput("password_of_own_words", "password")
    return chosen


def _cores(folded: str) -> Iterable[str]:
    """The password, what is repeated in it, and what is left without the digits and signs around."""
    yield folded
    yield _unit(folded)
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    if core and len(folded) - len(core) <= _MOST_AROUND:
        yield core
        yield _unit(core)
    # 「123456789012」 is 「1234567890」 with two more.
    yield from (folded[:-more] for more in range(1, _MOST_AFTER + 1))


def _unit(text: str) -> str:
    """The shortest text of which this one is a repetition: 「abc」 of 「abcabcabc」."""
    return text[: (text + text).index(text, 1)] if text else ""


def _rest(folded: str, own_words: Iterable[str]) -> int:
    """How many characters are left without the words everybody knows of this person."""
    parts = {part for words in own_words for part in re.split(r"[\W_]+", normalised(words).casefold())}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= _SHORTEST_WORD or not part.isascii():
            folded = folded.replace(part, "") if part else folded
    return len(folded)
