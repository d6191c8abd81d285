"""One piece of work that comes round by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.office import Office

MORE: Final = "more"
"""What a job gives that has not done everything: it is run again at once."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done every so often; ``name`` is also the name of its lease."""

    name: str
    every: timedelta
    run: Callable[[Office], object]
    leased: bool = True
    """Done by one process at a time. False: the job shares its work out itself, row by row."""
