"""Recovery codes that were made just now: kept in the sealed session until their owner has put them away."""

from __future__ import annotations

from collections.abc import Sequence

from flask import session

_KEPT = "new_codes"


def keep(codes: Sequence[str]) -> None:
    """To be shown on the next page, until ``put_away``."""
    session[_KEPT] = list(codes)


def waiting() -> list[str]:
    """Codes nobody has put away yet."""
    return list(session.get(_KEPT, ()))


def put_away() -> None:
    """Their owner has them; nobody sees them again."""
    session.pop(_KEPT, None)
