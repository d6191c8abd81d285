"""S3-47: 保険終期 of the file uploaded last, and three years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bonds.retention import Upload, kept_until, last_day, warned_up_to


def test_s3_47_three_years_after_the_end_of_insurance() -> None:
    assert kept_until([Upload(1, date(2026, 3, 31))], 3) == date(2029, 3, 31)


def test_s3_47_the_last_upload_counts_also_when_it_ends_earlier() -> None:
    """A contract that was shortened is kept for less long; the order of uploading decides, not the dates."""
    assert kept_until([Upload(2, date(2026, 6, 30)), Upload(1, date(2027, 3, 31))], 3) == date(2029, 6, 30)


@pytest.mark.parametrize(
    "end,years,last",
    [
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        # The day itself, not the end of the month.
        (date(2025, 2, 28), 3, date(2028, 2, 28)),
    ],
)
def test_s3_47_leap_days(end: date, years: int, last: date) -> None:
    assert last_day(end, years) == last


@pytest.mark.parametrize(
    "today,months,up_to",
    [
        (date(2028, 12, 15), 1, date(2029, 1, 15)),
        (date(2029, 1, 30), 1, date(2029, 2, 28)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        # Whatever goes between the 28th and the 31st of March is warned of with the end of February.
        (date(2029, 2, 28), 1, date(2029, 3, 31)),
        (date(2028, 2, 28), 1, date(2028, 3, 28)),
        (date(2028, 2, 29), 1, date(2028, 3, 31)),
        (date(2028, 8, 31), 6, date(2029, 2, 28)),
        (date(2028, 11, 20), 3, date(2029, 2, 20)),
    ],
)
def test_s3_47_one_is_warned_a_month_before(today: date, months: int, up_to: date) -> None:
    assert warned_up_to(today, months) == up_to


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 10))
def test_s3_47_it_is_always_so_many_years(end: date, years: int) -> None:
    last = last_day(end, years)
    assert last.year == end.year + years
    assert (last.month, last.day) in {(end.month, end.day), (2, 28)}


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 6))
def test_s3_47_who_was_warned_stays_so_and_nobody_is_left_out(today: date, months: int) -> None:
    up_to = warned_up_to(today, months)
    assert warned_up_to(today + timedelta(days=1), months) >= up_to
    assert 28 * months <= (up_to - today).days <= 31 * months + 3
