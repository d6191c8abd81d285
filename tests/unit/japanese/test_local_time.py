"""The office's calendar is Japan's, wherever its machine stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

from domain.japanese.local_time import day_in_japan, start_of_day


def test_a_day_begins_at_midnight_in_japan() -> None:
    assert start_of_day(date(2026, 11, 20)) == datetime(2026, 11, 19, 15, tzinfo=UTC)
    assert day_in_japan(datetime(2026, 11, 19, 15, tzinfo=UTC)) == date(2026, 11, 20)
    assert day_in_japan(datetime(2026, 11, 19, 14, 59, 59, tzinfo=UTC)) == date(2026, 11, 19)
