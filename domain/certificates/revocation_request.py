"""The life of a request to revoke, to hold, or to lift a hold (S4-192…S4-198, S4-211, design §4)."""

from __future__ import annotations

from enum import StrEnum

from domain.transitions import Transitions


class RevocationRequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    """The holder's paper or signed mail is here; nobody has judged it yet (S4-193)."""
    REVIEWED = "reviewed"
    """One person wants it done and says why; the holder is told (S4-194)."""
    CARRIED_OUT = "carried_out"
    REFUSED = "refused"


class RevocationRequestEvent(StrEnum):
    """What can happen to a request."""

    APPROVE = "approve_revocation"
    CARRY_OUT = "carry_out_revocation"
    REFUSE = "refuse_revocation"


class RevocationAct(StrEnum):
    """What is asked for."""

    REVOKE = "revoke"
    HOLD = "hold"
    RELEASE = "release"


class RevocationSource(StrEnum):
    """Who asks."""

    HOLDER = "holder"
    OFFICE = "office"


_S, _E = RevocationRequestState, RevocationRequestEvent

REVOCATION_REQUEST_LIFE = Transitions[RevocationRequestState, RevocationRequestEvent](
    {
        (_S.RECEIVED, _E.APPROVE): _S.REVIEWED,
        (_S.REVIEWED, _E.CARRY_OUT): _S.CARRIED_OUT,
        (_S.RECEIVED, _E.REFUSE): _S.REFUSED,
        # The second person does not agree.
        (_S.REVIEWED, _E.REFUSE): _S.REFUSED,
    }
)

OPEN_STATES = frozenset({_S.RECEIVED, _S.REVIEWED})
"""While one of these is open for a certificate, there is no second."""
