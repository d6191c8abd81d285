"""The life of a ceremony: one person proposes an act upon an authority, another carries it out (design §4, §5)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from domain.transitions import Transitions


class CeremonyAct(StrEnum):
    """What is done to the authorities themselves."""

    ROLL_OVER = "roll_over"
    """The next issuing CA, below the newest root."""
    NEW_ROOT = "new_root"
    """A successor of the root. It is published first; the issuing CA made after that stands below it."""
    RETIRE = "retire"
    """An issuing CA issues no more."""
    KEY_SPLIT = "key_split"
    """The root's key in a file that two of three sheets open; at the machine only, where three people can stand."""
    KEY_AWAY = "key_away"
    KEY_BACK = "key_back"


class CeremonyState(StrEnum):
    """Where a ceremony stands."""

    PROPOSED = "proposed"
    CARRIED_OUT = "carried_out"
    REFUSED = "refused"


class CeremonyEvent(StrEnum):
    """What can happen to it."""

    CARRY_OUT = "carry_out_ceremony"
    REFUSE = "refuse_ceremony"


_S, _E = CeremonyState, CeremonyEvent

CEREMONY_LIFE = Transitions[CeremonyState, CeremonyEvent](
    {
        (_S.PROPOSED, _E.CARRY_OUT): _S.CARRIED_OUT,
        # By the second person, or by the first who thought better of it.
        (_S.PROPOSED, _E.REFUSE): _S.REFUSED,
    }
)

OF_ROOT_KEY = frozenset({CeremonyAct.KEY_SPLIT, CeremonyAct.KEY_AWAY, CeremonyAct.KEY_BACK})
UPON_ONE = OF_ROOT_KEY | {CeremonyAct.RETIRE}
"""These name the authority they are done to; the others make one."""
MAKES = {CeremonyAct.NEW_ROOT: "root", CeremonyAct.ROLL_OVER: "issuing"}
"""These make an authority of the kind."""
WITH_SHEETS = frozenset({CeremonyAct.KEY_AWAY, CeremonyAct.KEY_BACK})
"""These need the file of the key and two of its sheets."""


def makes_first(act: CeremonyAct, kinds: Collection[str]) -> bool:
    """Whether the act makes the first of its kind, where there are these kinds."""
    return act in MAKES and MAKES[act] not in kinds
