"""How long each step of an application takes, from the acts on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median, quantiles


class Step(StrEnum):
    """The way of an application, from the printed form to the receipt (S4-137…S4-178)."""

    POSTED_BY_APPLICANT = "posted_by_applicant"
    REVIEWED = "reviewed"
    ISSUED = "issued"
    DISPATCHED = "dispatched"
    RECEIVED = "received"


ACTS: dict[Step, tuple[str, str]] = {
    Step.POSTED_BY_APPLICANT: ("confirm", "register_arrival"),
    Step.REVIEWED: ("register_arrival", "accept"),
    Step.ISSUED: ("accept", "issue"),
    Step.DISPATCHED: ("issue", "dispatch"),
    Step.RECEIVED: ("dispatch", "register_receipt"),
}
"""The act on record that begins a step and the one that ends it."""


@dataclass(frozen=True, slots=True)
class Turnaround:
    """How long a step took, of those that ended in the time looked at."""

    step: Step
    count: int
    middle: timedelta | None
    """The median; None without any."""
    slow: timedelta | None
    """Nine of ten were quicker; None below ten, of which no such word can be said."""


TEN = 10


def turnaround(step: Step, took: Sequence[timedelta]) -> Turnaround:
    """Sums up the times of one step."""
    seconds = [one.total_seconds() for one in took]
    slow = quantiles(seconds, n=TEN)[-1] if len(seconds) >= TEN else None
    return Turnaround(
        step=step,
        count=len(seconds),
        middle=timedelta(seconds=median(seconds)) if seconds else None,
        slow=timedelta(seconds=slow) if slow is not None else None,
    )
