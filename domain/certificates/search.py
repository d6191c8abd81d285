"""How an application is found again by what somebody remembers of it (S4-140, docs/decisions/0009).

Japanese has no spaces to cut words at, and two letters are a whole surname: so every pair of neighbouring letters is a
word of the index, and what is looked for is a run of such pairs. A text of one letter looks for pairs that begin so.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import jaconv

from domain.japanese.substitute_kanji import SUBSTITUTES

LONGEST_TEXT: Final = 100
_FOLDED: Final = {ord(outside): inside[0] for outside, inside in SUBSTITUTES.items()}


def folded(text: str) -> str:
    """Letters and digits alone, in one form: any width, any kana, any case, 髙 as 高; no spaces, no signs.

    For finding only. What is shown and what is certified stay as they were written.
    """
    one_width = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)
    return "".join(letter for letter in jaconv.kata2hira(one_width).casefold() if letter.isalnum())


def words_of(*fields: str) -> str:
    """What the index holds of these fields. A run of pairs never reaches from one field into the next."""
    return " ".join(pair for field in fields for pair in _pairs(folded(field), last=True))


def looked_for(text: str) -> str:
    """The question to the index (FTS5 syntax; nothing of it is the person's own but letters); empty: nothing to find.

    Words with spaces between may stand in any order and in different fields.
    """
    return " AND ".join(_run(word) for part in text[:LONGEST_TEXT].split() if (word := folded(part)))


def _run(word: str) -> str:
    return f'"{word}"*' if len(word) == 1 else f'"{" ".join(_pairs(word, last=False))}"'


def _pairs(letters: str, *, last: bool) -> list[str]:
    """The last letter alone is a word of the index too, so that it can be found by itself."""
    pairs = [letters[at : at + 2] for at in range(len(letters) - 1)]
    return pairs + [letters[-1]] if last and letters else pairs
