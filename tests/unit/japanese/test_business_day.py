"""S4-212: the desk is shut on Saturdays, Sundays, holidays and at the year's end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.japanese.business_day import is_business_day, next_business_day, previous_business_day

DAYS = st.dates(min_value=date(2020, 1, 10), max_value=date(2050, 12, 20))


@pytest.mark.parametrize(
    "day, is_open",
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 9, 22), False),  # 国民の休日 between two holidays
        (date(2024, 2, 12), False),  # 振替休日
        (date(2026, 12, 30), True),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
        (date(2029, 1, 2), False),
        (date(2029, 1, 3), False),
        (date(2029, 1, 4), True),
    ],
)
def test_s4_212_weekends_holidays_and_the_turn_of_the_year_are_closed(day: date, is_open: bool) -> None:
    assert is_business_day(day) is is_open


def test_s4_212_the_office_sets_its_own_closing_days_and_year_end() -> None:
    founding = date(2026, 11, 20)
    assert not is_business_day(founding, {founding})
    assert next_business_day(date(2026, 11, 19), {founding}) == date(2026, 11, 24)
    assert previous_business_day(date(2026, 11, 24), {founding}) == date(2026, 11, 19)
    assert is_business_day(date(2026, 12, 31), year_end=())
    assert not is_business_day(date(2026, 12, 29), year_end={(12, 29)})


def test_s4_212_the_next_day_is_never_the_day_itself() -> None:
    assert next_business_day(date(2026, 11, 19)) == date(2026, 11, 20)
    assert next_business_day(date(2026, 12, 30)) == date(2027, 1, 4)
    assert next_business_day(date(2026, 12, 30), year_end={(12, 31), (1, 1), (1, 2), (1, 3), (1, 4)}) == date(
        2027, 1, 5
    )


def test_s4_212_the_previous_day_skips_closed_days() -> None:
    assert previous_business_day(date(2026, 11, 24)) == date(2026, 11, 20)


@given(DAYS)
def test_s4_212_next_and_previous_are_open_and_nothing_lies_between(day: date) -> None:
    later, earlier = next_business_day(day), previous_business_day(day)
    assert earlier < day < later
    assert is_business_day(later)
    assert is_business_day(earlier)
    assert previous_business_day(later) == (day if is_business_day(day) else earlier)
