"""A state machine as a table: (state, event) → state; anything else is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from domain.errors import RuleViolation

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class Transitions(Generic[S, E]):
    """Looks a transition up and prints itself as a picture for the docs."""

    def __init__(self, table: Mapping[tuple[S, E], S]) -> None:
        self._table = dict(table)

    def after(self, state: S, event: E) -> S:
        """The state that follows. Raises ``RuleViolation('not_possible_now')`` where the table is silent."""
        following = self._table.get((state, event))
        if following is None:
            raise RuleViolation("not_possible_now", state=state, event=event)
        return following

    def allows(self, state: S, event: E) -> bool:
        return (state, event) in self._table

    def picture(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = [f"    {before} --> {after} : {event}" for (before, event), after in self._table.items()]
        return "\n".join(["stateDiagram-v2", *lines])
