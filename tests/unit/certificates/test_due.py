"""By when a step of the office is due: open days, the last of which still counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.certificates.due import StepRule

FIVE = StepRule(days=5)


@pytest.mark.parametrize(
    "since,due",
    [
        (date(2026, 11, 20), date(2026, 11, 30)),  # Friday; 23 November is a holiday
        (date(2026, 11, 21), date(2026, 11, 30)),
        (date(2026, 12, 28), date(2027, 1, 6)),  # over the year's end, 31 December to 3 January
    ],
)
def test_weekends_holidays_and_the_years_end_are_not_counted(since: date, due: date) -> None:
    assert FIVE.due_on(since) == due


def test_the_offices_own_closing_days_are_not_counted() -> None:
    closed = StepRule(days=5, closing=frozenset({date(2026, 11, 27)}))
    assert closed.due_on(date(2026, 11, 20)) == date(2026, 12, 1)


@pytest.mark.parametrize("days", [1, 5, 20])
@pytest.mark.parametrize("today", [date(2026, 11, 20) + timedelta(days=n) for n in (0, 1, 2, 3, 43)])
def test_the_list_and_the_line_agree_on_what_is_late(days: int, today: date) -> None:
    """Everything that began on that day or before is late, and nothing that began after."""
    rule = StepRule(days=days)
    late, due = rule.late_if_since(today), rule.due_if_since(today)
    assert rule.due_on(late) < today <= rule.due_on(late + timedelta(days=1))
    assert rule.due_on(due) <= today < rule.due_on(due + timedelta(days=1))
