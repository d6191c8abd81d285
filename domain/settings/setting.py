"""What a setting is: a name, what it means, what it is if nobody says otherwise, and what may be typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Group(StrEnum):
    """The pages on which settings are changed; each is saved as one."""

    OFFICE = "office"
    DESK = "desk"
    BANK = "bank"
    MAIL = "mail"
    HOURS = "hours"
    CLOSING = "closing"
    MAINTENANCE = "maintenance"
    RULES = "rules"
    BONDS = "bonds"
    RETENTION = "retention"
    REVIEW = "review"


PER_PROGRAMME = frozenset({Group.DESK, Group.BANK})
"""Groups whose settings each certificate service has its own of; left empty, programme.toml holds."""


class Shape(Protocol[T]):
    """What may be typed into a setting, and how it is written back."""

    def read(self, text: str, /) -> T:
        """The value. Raises ``InvalidInput`` for what is none."""
        ...

    def text(self, value: T, /) -> str:
        """The value as one would type it; ``read`` gives it back."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setting(Generic[T]):
    """One setting. Words are Japanese, as screens show them."""

    name: str
    group: Group
    meaning: str
    default: T
    shape: Shape[T]
    help: str = ""
    unit: str = ""
    secret: bool = False
    """Sealed in the database, shown to nobody, and audited without its value."""

    def __post_init__(self) -> None:
        if self.shape.read(self.shape.text(self.default)) != self.default:
            raise ValueError(f"{self.name}: the default is no value of its own shape")

    @property
    def default_text(self) -> str:
        return self.shape.text(self.default)
