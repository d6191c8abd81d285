"""Which backups stay (issue: rotating backups; docs/backup.md)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.backup_rotation import Keep, kept
from domain.japanese.local_time import day_in_japan

FIRST = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)
YEAR = [FIRST + timedelta(days=number) for number in range(365)]
MOMENTS = st.lists(st.integers(0, 800 * 24).map(lambda hours: FIRST + timedelta(hours=hours)), unique=True)
KEEPS = st.builds(Keep, st.integers(0, 10), st.integers(0, 10), st.integers(0, 15))


def test_after_a_year_of_days_the_last_days_weeks_and_months_are_left() -> None:
    found = sorted(kept(YEAR, Keep(daily=7, weekly=5, monthly=12)))
    days = [day_in_japan(moment) for moment in found]
    assert [day.isoformat() for day in days[-7:]] == [f"2026-12-{day}" for day in range(25, 32)]
    sundays = [day.isoformat() for day in days if day.isoweekday() == 7]
    assert {"2026-12-06", "2026-12-13", "2026-12-20", "2026-12-27"} <= set(sundays)
    assert {day.month for day in days} == set(range(1, 13))
    assert len(found) == 7 + 3 + 11, "27 and 31 December are counted once"


def test_of_one_day_in_japan_the_newest_is_kept() -> None:
    night, morning = datetime(2026, 5, 1, 14, 59, tzinfo=UTC), datetime(2026, 5, 1, 15, 1, tzinfo=UTC)
    later = morning + timedelta(hours=2)
    assert kept([night, morning, later], Keep(2, 0, 0)) == {night, later}


@given(MOMENTS, KEEPS)
def test_the_newest_stays_and_no_more_than_was_asked(moments: list[datetime], keep: Keep) -> None:
    found = kept(moments, keep)
    assert found <= set(moments)
    assert len(found) <= max(keep.daily + keep.weekly + keep.monthly, 1)
    assert not moments or max(moments) in found


@given(MOMENTS, KEEPS)
def test_rotating_again_removes_nothing(moments: list[datetime], keep: Keep) -> None:
    once = kept(moments, keep)
    assert kept(once, keep) == once
