"""Folds the lines of a mail as Japanese typesetting wants it (禁則処理, JIS X 4051)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

WIDTH: Final = 72
"""36 full-width characters, so that a quoted line (「> 」) still fits 76 columns."""
HANGING: Final = 4
"""Columns by which punctuation may stand out of the line rather than begin the next one."""

_NOT_FIRST: Final = frozenset(
    "、。，．,.・：；:;！？!?」』）)】〉》〕］｝”’…‥ー々ゝゞヽヾ～〜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NOT_LAST: Final = frozenset("「『（(【〈《〔［｛“‘〒")
# Latin words, numbers, addresses and URLs stay in one piece.
_PIECE: Final = re.compile(r"[!-~]+|.", re.DOTALL)
_INDENT: Final = re.compile(r"[ \u3000]*(?:・|\d{1,2}\.[ \u3000])?[ \u3000]*")


class _Columns(dict[str, int]):
    """What each letter takes, looked up once: a batch folds a million of them."""

    def __missing__(self, letter: str) -> int:
        self[letter] = 2 if unicodedata.east_asian_width(letter) in "WFA" else 1
        return self[letter]


_COLUMNS: Final = _Columns()


def columns(text: str) -> int:
    """How many columns a text takes where a full-width character takes two."""
    return sum(map(_COLUMNS.__getitem__, text))


def fold(text: str) -> str:
    """Breaks every line that is wider than ``WIDTH``; what follows keeps the line's indent.

    A line with a place for a secret (``[[download_url]]``) or with a URL is left as it is.
    """
    lines = (line if "[[" in line or "://" in line else "\n".join(_folded(line)) for line in text.split("\n"))
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n"))


def _folded(line: str) -> Iterator[str]:
    if columns(line) <= WIDTH:
        yield line
        return
    found = _INDENT.match(line)
    indent = " " * columns(found[0]) if found else ""
    done, taken = "", 0
    for piece in _PIECE.findall(line):
        more = _COLUMNS[piece] if len(piece) == 1 else columns(piece)
        over = taken + more - WIDTH
        if over > 0 and over > (HANGING if piece[0] in _NOT_FIRST else 0) and done.strip():
            kept = done.rstrip("".join(_NOT_LAST)) or done
            yield kept
            done = indent + done[len(kept) :] + piece.lstrip()
            taken = columns(done)
        else:
            done, taken = done + piece, taken + more
    yield done
