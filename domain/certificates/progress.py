"""How far an application has come, as the applicant sees it: steps with their days (S4-12, S4-208)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.certificates.application import ApplicationState

_S = ApplicationState


class Milestone(StrEnum):
    """What an applicant waits for, in order."""

    PRINTED = "printed"
    ARRIVED = "arrived"
    REVIEWED = "reviewed"
    ISSUED = "issued"
    DISPATCHED = "dispatched"
    RECEIVED = "received"


class Standing(StrEnum):
    """Whether a milestone lies behind, is being worked for, or lies ahead."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    NEVER = "never"


REACHED: Final[Mapping[ApplicationState, int]] = {
    _S.PRINTED: 1,
    _S.ARRIVED: 2,
    _S.REVIEWING: 2,
    _S.DEFICIENT: 2,
    _S.ACCEPTED: 3,
    _S.ISSUED: 4,
    _S.DISPATCHED: 5,
    _S.COMPLETED: 6,
}
"""How many milestones lie behind; the states that are not here ended before the last."""


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone."""

    milestone: Milestone
    standing: Standing
    at: datetime | None
    """When it was reached; only what lies behind has a day."""


def steps(state: ApplicationState, times: Mapping[Milestone, datetime]) -> tuple[Step, ...]:
    """Every milestone; ``times``: when each was last reached, also if the application was sent back since."""
    if state not in REACHED:
        return tuple(
            Step(each, Standing.DONE if each in times else Standing.NEVER, times.get(each)) for each in Milestone
        )
    reached = REACHED[state]
    return tuple(
        Step(each, _standing(place, reached), times.get(each) if place < reached else None)
        for place, each in enumerate(Milestone)
    )


def _standing(place: int, reached: int) -> Standing:
    if place < reached:
        return Standing.DONE
    return Standing.NOW if place == reached else Standing.AHEAD


BEFORE_ISSUE: Final = frozenset({_S.PRINTED, _S.ARRIVED, _S.REVIEWING, _S.DEFICIENT, _S.ACCEPTED})
"""States in which the applicant may change the e-mail address on the screen; afterwards on paper (S4-188)."""
PAPERS_EXPECTED: Final = frozenset({_S.PRINTED, _S.DEFICIENT})
"""States in which the form may have to be printed again."""
