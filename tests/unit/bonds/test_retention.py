"""S3-47: 保険終期 of the file uploaded last, and three years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bonds.retention import Upload, kept_until, last_day, warned_from


def test_s3_47_three_years_after_the_end_of_insurance() -> None:
    assert kept_until([Upload(1, date(2026, 3, 31))]) == date(2029, 3, 31)


def test_s3_47_the_last_upload_counts_also_when_it_ends_earlier() -> None:
    """A contract that was shortened is kept for less long; the order of uploading decides, not the dates."""
    assert kept_until([Upload(2, date(2026, 6, 30)), Upload(1, date(2027, 3, 31))]) == date(2029, 6, 30)


def test_s3_47_leap_days() -> None:
    assert last_day(date(2024, 2, 29)) == date(2027, 2, 28)
    assert last_day(date(2025, 2, 28)) == date(2028, 2, 28), "the day itself, not the end of the month"


@pytest.mark.parametrize(
    "last,warned",
    [
        (date(2029, 3, 31), date(2029, 2, 28)),
        (date(2028, 3, 31), date(2028, 2, 29)),
        (date(2029, 1, 15), date(2028, 12, 15)),
    ],
)
def test_s3_47_one_is_warned_a_month_before(last: date, warned: date) -> None:
    assert warned_from(last) == warned


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_it_is_always_three_years_and_the_warning_comes_before(end: date) -> None:
    last = last_day(end)
    assert last.year == end.year + 3
    assert (last.month, last.day) in {(end.month, end.day), (2, 28)}
    assert 28 <= (last - warned_from(last)).days <= 31
