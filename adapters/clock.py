"""The one home of the present moment: everything else is given a ``Clock`` (design §1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def system_clock() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


class ShiftedClock:
    """A clock that runs ``ahead`` of the system's; the demo office and the tests turn its hands."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def advance(self, by: timedelta) -> None:
        self.ahead += by
