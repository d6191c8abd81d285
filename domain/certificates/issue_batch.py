"""Issuing many certificates in one go: what becomes of each of them (S4-146, S4-152)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MOST_IN_BATCH: Final = 500


class ItemState(StrEnum):
    """Where one application of a batch stands."""

    WAITING = "waiting"
    ISSUED = "issued"
    REFUSED = "refused"
    """The rules say no to this one; the others go on."""
    STOPPED = "stopped"
    """Somebody stopped the batch before its turn came."""


PAUSES: Final = frozenset(
    {"issuing_shut", "clock_behind", "no_authority", "issue_in_progress"}
    | {"authority_key_away", "token_missing", "token_pin_missing", "token_pin_wrong", "token_locked"}
)
"""Refusals that are about the office or the moment and not about the application: it is tried again later."""
