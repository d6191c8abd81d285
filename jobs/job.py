"""One piece of work that comes round by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """What is done every so often; ``name`` is also the name of its lease."""

    name: str
    every: timedelta
    run: Callable[..., object]
    """Is given the office; where it is ``stoppable``, also what says whether the worker was told to stop."""
    leased: bool = True
    """Done by one process at a time. False: the job shares its work out itself, row by row."""
    stoppable: bool = False
    """Takes minutes, and ends early when it is told to."""
