"""By when an application should have gone on to its next step, so that none lies unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from domain.japanese.business_day import YEAR_END, next_business_day

AGES = (3, 7, 14)
"""Days after which a step is called longer and longer; the office's chart and filters count by them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """So many open days are given to each step that is the office's own."""

    days: int
    closing: frozenset[date] = frozenset()
    year_end: frozenset[tuple[int, int]] = YEAR_END

    def due_on(self, since: date) -> date:
        """The last day for a step that began on ``since``; that day itself still counts."""
        return _due_on(self, since)

    def late_if_since(self, today: date) -> date:
        """The newest day on which a step can have begun that is late today."""
        return self._newest_due_by(today - timedelta(days=1), today)

    def due_if_since(self, today: date) -> date:
        """The newest day on which a step can have begun whose last day is today or past."""
        return self._newest_due_by(today, today)

    def _newest_due_by(self, last_day: date, begun: date) -> date:
        while self.due_on(begun) > last_day:
            begun -= timedelta(days=1)
        return begun


@lru_cache(maxsize=4_096)
def _due_on(rule: StepRule, since: date) -> date:
    """A list asks for the same few days in every line, and the calendar of holidays is slow."""
    day = since
    for _step in range(rule.days):
        day = next_business_day(day, rule.closing, year_end=rule.year_end)
    return day
