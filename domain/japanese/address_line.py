"""One line of an address, as on the 住民票 or the 登記事項証明書 (S4-81, S4-90)."""

from __future__ import annotations

from typing import Final

from domain.errors import InvalidInput
from domain.japanese.width import plain_text

LONGEST_LINE: Final = 64
"""Characters of one of the lines 「市区町村」「丁目・番地」「マンション名・部屋番号等」."""

LONGEST_ADDRESS: Final = 128
"""Characters of a whole address in a certificate: ub-locality-name (RFC 5280 appendix A.1)."""


def address_line(text: str, *, limit: int = LONGEST_LINE) -> str:
    """Gives one line of an address by ``plain_text``; an empty line stays empty.

    Raises ``InvalidInput``: "too_long" with ``limit`` (characters), "forbidden_character".
    """
    line = plain_text(text)
    if len(line) > limit:
        raise InvalidInput("too_long", limit=limit)
    return line


def whole_address(*lines: str) -> str:
    """Gives an address in one line, a space between its parts as in 図2-12; empty parts are left out.

    Raises ``InvalidInput``: "too_long" with ``limit`` (characters), "forbidden_character".
    """
    parts = [plain_text(line) for line in lines]
    return address_line(" ".join(part for part in parts if part), limit=LONGEST_ADDRESS)
