"""The download of a certificate file: one URL, one password, one hour, thirty days (S4-160…S4-174)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import Gone, Locked
from domain.japanese.local_time import day_in_japan, start_of_day


class DownloadState(StrEnum):
    """Where a download stands; ``closed`` is also computed from the clock (a stopped worker prolongs nothing)."""

    OPEN = "open"
    STARTED = "started"
    CLOSED = "closed"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadRules:
    """A programme's figures, and the name under which the file is saved.

    Pages, mails, papers and refusals say these, never figures of their own.
    """

    window_minutes: int = 60
    open_days: int = 30
    tries: int = 10
    password_digits: int = 8
    file_name: str = "cert.p12"


def closes_at(issued_at: datetime, rules: DownloadRules) -> datetime:
    """The end of day 30 after the day of issue, in Tokyo (S4-161).

    The manual leaves open whether day 30 itself counts (S4-224); it does, to the holder's benefit.
    """
    return start_of_day(day_in_japan(issued_at) + timedelta(days=rules.open_days + 1))


def days_over(rules: DownloadRules) -> Gone:
    """The refusal when the time from issue is over and the file is destroyed (S4-161, S4-174)."""
    return Gone("download_days_over", days=rules.open_days, file_name=rules.file_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What is stored of one download, and what may be done with it now."""

    state: DownloadState
    closes_at: datetime
    deadline: datetime | None = None
    """One hour after the first press, once there was one."""
    wrong_tries: int = 0

    def check_open(self, now: datetime, rules: DownloadRules) -> None:
        """Raises ``Locked`` after too many wrong passwords, ``Gone`` when a time is over, each with its figure."""
        if self.state is DownloadState.LOCKED:
            raise Locked("download_locked", tries=rules.tries)
        # An hour cut short by the last day was not an hour: then it is the days that are over.
        if self.deadline is not None and now >= self.deadline < self.closes_at:
            raise Gone("download_hour_over", minutes=rules.window_minutes, file_name=rules.file_name)
        if now >= self.closes_at:
            raise days_over(rules)
        if self.state is DownloadState.CLOSED:
            raise Gone("download_received", file_name=rules.file_name)

    def is_over(self, now: datetime) -> bool:
        """Whether nobody can fetch the file any more by the clock, so that its bundle is to be destroyed."""
        return now >= self.closes_at or (self.deadline is not None and now >= self.deadline)

    def deadline_after_press(self, now: datetime, rules: DownloadRules) -> datetime:
        """The first press starts the hour; later presses never move it (S4-166)."""
        return self.deadline or min(now + timedelta(minutes=rules.window_minutes), self.closes_at)

    def state_after_wrong_try(self, rules: DownloadRules) -> DownloadState:
        """The tenth wrong password ever locks (design §4)."""
        return DownloadState.LOCKED if self.wrong_tries + 1 >= rules.tries else self.state
