"""The reading of a name, in hiragana only (S4-78)."""

from __future__ import annotations

import re
from typing import Final

import jaconv

from domain.errors import InvalidInput
from domain.japanese.width import named, plain_text

_NOT_KANA: Final = re.compile("[^\u3041-\u3096\u309d\u309e\u30a1-\u30f6\u30fc-\u30fe ]")


def hiragana(text: str) -> str:
    """Gives a reading in hiragana; katakana of either width are converted, the long mark ー stays.

    Spaces are trimmed and collapsed to one U+0020; an empty text gives an empty text.
    Raises ``InvalidInput("not_hiragana", characters=…)`` naming each strange character once, as typed,
    and "forbidden_character" as ``plain_text`` does for what cannot be shown. Source: S4-78.
    """
    line = plain_text(text)
    strange = named(_NOT_KANA.findall(line))
    if strange:
        raise InvalidInput("not_hiragana", characters=strange)
    return jaconv.kata2hira(line)
