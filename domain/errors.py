"""Named refusals of the domain; blueprints turn the code into words for people (design §1)."""

from __future__ import annotations


class RuleViolation(Exception):
    """A rule of the office says no.

    ``code`` names the rule in snake_case; ``field`` is the form input it belongs to, if any; ``values``
    fill the places of the words shown (a number, a character, a date).
    """

    status = 409

    def __init__(self, code: str, field: str | None = None, /, **values: object) -> None:
        super().__init__(code, field, values)
        self.code = code
        self.field = field
        self.values = values

    def at(self, field: str) -> RuleViolation:
        """The same refusal, placed at another input."""
        return type(self)(self.code, field, **self.values)


class InvalidInput(RuleViolation):
    """What was typed does not have the shape or sense it must have."""

    status = 400


class Forbidden(RuleViolation):
    """The actor may not do this, whatever the state."""

    status = 403


class NotFound(RuleViolation):
    """No such thing, or none that the actor may know of."""

    status = 404


class Gone(RuleViolation):
    """It was here, and its time is over (S4-161, S4-166)."""

    status = 410


class Locked(RuleViolation):
    """Too many wrong tries ever; only the office can open it again."""

    status = 423


class TooManyTries(RuleViolation):
    """Too many tries in a short time; waiting helps."""

    status = 429


class Busy(RuleViolation):
    """Nothing is wrong but the moment: whoever tries again soon will be served."""

    status = 503
