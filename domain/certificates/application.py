"""The life of an application (S4-208, design §4)."""

from __future__ import annotations

from enum import StrEnum

from domain.transitions import Transitions


class ApplicationState(StrEnum):
    """Where an application stands."""

    PRINTED = "printed"
    ARRIVED = "arrived"
    REVIEWING = "reviewing"
    DEFICIENT = "deficient"
    ACCEPTED = "accepted"
    ISSUED = "issued"
    DISPATCHED = "dispatched"
    COMPLETED = "completed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


WORK = (
    ApplicationState.ARRIVED,
    ApplicationState.REVIEWING,
    ApplicationState.ACCEPTED,
    ApplicationState.ISSUED,
)
"""States in which somebody of the office has something to do."""


class ApplicationEvent(StrEnum):
    """What can happen to an application."""

    REGISTER_ARRIVAL = "register_arrival"
    START_REVIEW = "start_review"
    REPORT_DEFICIENCY = "report_deficiency"
    ACCEPT = "accept"
    REJECT = "reject"
    RETURN_TO_REVIEW = "return_to_review"
    ISSUE = "issue"
    DISPATCH = "dispatch"
    REGISTER_RECEIPT = "register_receipt"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


_S, _E = ApplicationState, ApplicationEvent

APPLICATION_LIFE = Transitions[ApplicationState, ApplicationEvent](
    {
        (_S.PRINTED, _E.REGISTER_ARRIVAL): _S.ARRIVED,
        (_S.ARRIVED, _E.START_REVIEW): _S.REVIEWING,
        (_S.REVIEWING, _E.REPORT_DEFICIENCY): _S.DEFICIENT,
        # Corrected papers come in and go straight back to the desk they left (S4-142).
        (_S.DEFICIENT, _E.REGISTER_ARRIVAL): _S.REVIEWING,
        (_S.REVIEWING, _E.ACCEPT): _S.ACCEPTED,
        (_S.REVIEWING, _E.REJECT): _S.REJECTED,
        (_S.DEFICIENT, _E.REJECT): _S.REJECTED,
        # The issuer sees a slip that the reviewer missed.
        (_S.ACCEPTED, _E.RETURN_TO_REVIEW): _S.REVIEWING,
        (_S.ACCEPTED, _E.ISSUE): _S.ISSUED,
        (_S.ISSUED, _E.DISPATCH): _S.DISPATCHED,
        (_S.DISPATCHED, _E.REGISTER_RECEIPT): _S.COMPLETED,
        (_S.PRINTED, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.ARRIVED, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.REVIEWING, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.DEFICIENT, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.PRINTED, _E.LAPSE): _S.LAPSED,
        (_S.DEFICIENT, _E.LAPSE): _S.LAPSED,
    }
)

OPEN_STATES = frozenset({_S.PRINTED, _S.ARRIVED, _S.REVIEWING, _S.DEFICIENT, _S.ACCEPTED, _S.ISSUED, _S.DISPATCHED})
