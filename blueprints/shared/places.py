"""Places in a list as they stand in an address: ``after~2026-11-20T03:00:00+00:00~7``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from werkzeug.routing import IntegerConverter, Map

from queries.keyset import Place

MOST = 2**63 - 1
"""Beyond it a number is no key of SQLite, but a forged address."""


class Key(IntegerConverter):
    """``<int:…>`` in an address is the number of a row: a forged one that cannot be any leads nowhere."""

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = MOST) -> None:
        super().__init__(map, fixed_digits, min, max)


def place_text(place: Place) -> str:
    """The place, for an address."""
    parts = (part.isoformat() if isinstance(part, datetime) else str(part) for part in place.key)
    return "~".join(("before" if place.before else "after", *parts))


def place_from(text: str, readers: Sequence[Callable[[str], Any]]) -> Place | None:
    """The place an address names; None for the first page, and for what nobody of us wrote."""
    side, *parts = text.split("~")
    if side not in {"before", "after"} or len(parts) != len(readers):
        return None
    try:
        key = tuple(read(part) for read, part in zip(readers, parts, strict=True))
    except (ValueError, OverflowError):
        return None
    if any(isinstance(part, int) and not 0 <= part <= MOST for part in key):
        return None
    return Place(key=key, before=side == "before")


def moment(text: str) -> datetime:
    """In UTC. Raises ``ValueError`` without a zone, ``OverflowError`` for what is no year in UTC any more."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return read.astimezone(UTC)
