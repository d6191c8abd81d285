"""The rows of the application form: what each asks, and in which shape it must come (S4-71…S4-94)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

Answers = Mapping[str, str]
"""Input name → canonical text; an unanswered input is missing or empty."""

Single = Callable[[str], str]
"""Brings one input to its canonical text, or raises ``InvalidInput``."""

Together = Callable[[Answers, date], Mapping[str, str]]
"""Judges the inputs of one row together (on a day); gives answers to add, or raises ``InvalidInput`` with a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One radio button."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One box, tick or group of radio buttons."""

    name: str
    rule: Single
    kind: str = "text"
    """``text``, ``radio``, ``check`` or ``select``."""
    label: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    default: str = ""
    longest: int = 64
    """Most characters of the canonical text; X.520 allows 64 in a name."""
    width: str = "m"
    autocomplete: str = "off"
    digits: bool = False
    """Shown with a number keyboard."""
    shown_when: tuple[str, str] | None = None
    """Asked only if another input has this value (S4-69, S4-96, S4-99)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """One row of the table of 図2-11. Two rows are the same if they are one object: quick to look up by."""

    key: str
    label: str
    section: str
    inputs: tuple[Input, ...]
    office_label: str = ""
    """What the office calls a row whose official label is a whole question; empty: the same."""
    support: str = ""
    together: Together | None = None
    certificate: str = ""
    """``always``; or ``input=value``, the choice that puts it into the certificate; or empty for never (S4-109)."""
    shown_when: tuple[str, str] | None = None
    one_value: bool = False
    """The inputs are parts of one value, such as a date: what is missing is said once."""

    @property
    def required(self) -> bool:
        return any(i.required for i in self.inputs)

    def in_certificate(self, answers: Answers) -> bool:
        """Whether 「証明書に記載されます」 (S4-109)."""
        if "=" in self.certificate:
            name, value = self.certificate.split("=")
            return answers.get(name) == value
        return self.certificate == "always"

    @property
    def may_be_in_certificate(self) -> bool:
        return bool(self.certificate)


def asked(when: tuple[str, str] | None, answers: Answers) -> bool:
    """Whether a condition on another answer holds."""
    return when is None or answers.get(when[0]) == when[1]
