"""S4-82: the birth date, Western year with the era in brackets."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.japanese.era import (
    birth_date,
    date_with_weekday,
    era_date,
    era_of_year,
    era_year,
    japanese_date,
    real_date,
)
from tests.unit.japanese.outcome import outcome

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "day, era",
    [
        (date(1868, 1, 25), "明治元"),
        (date(1912, 7, 29), "明治45"),
        (date(1912, 7, 30), "大正元"),
        (date(1926, 12, 24), "大正15"),
        (date(1926, 12, 25), "昭和元"),
        (date(1927, 1, 1), "昭和2"),
        (date(1989, 1, 7), "昭和64"),
        (date(1989, 1, 8), "平成元"),
        (date(2019, 4, 30), "平成31"),
        (date(2019, 5, 1), "令和元"),
        (date(2026, 11, 20), "令和8"),
    ],
)
def test_s4_82_the_era_of_a_day_changes_on_the_day(day: date, era: str) -> None:
    assert era_year(day) == era


@pytest.mark.parametrize("year, era", [(1989, "平成元"), (2019, "令和元"), (1988, "昭和63"), (1912, "大正元")])
def test_s4_82_the_era_beside_a_year(year: int, era: str) -> None:
    assert era_of_year(year) == era


def test_s4_82_the_manual_writes_1989_heisei_gannen() -> None:
    assert japanese_date(date(1989, 1, 1)) == "1989(平成元)年1月1日"


def test_era_date_is_exact_by_the_day() -> None:
    assert era_date(date(1989, 1, 1)) == "昭和64年1月1日"


def test_before_the_first_era_there_is_none() -> None:
    with pytest.raises(InvalidInput, match="before_first_era"):
        era_year(date(1868, 1, 24))
    with pytest.raises(InvalidInput, match="no_such_date"):
        era_of_year(0)


@pytest.mark.parametrize(
    "day, words",
    [
        (date(2026, 11, 20), "2026年11月20日(金)"),
        (date(2026, 11, 22), "2026年11月22日(日)"),
        (date(2027, 1, 4), "2027年1月4日(月)"),
    ],
)
def test_a_date_with_its_weekday(day: date, words: str) -> None:
    assert date_with_weekday(day) == words


@pytest.mark.parametrize(
    "year, month, day",
    [
        (2025, 2, 29),
        (1900, 2, 29),
        (2026, 13, 1),
        (2026, 0, 1),
        (2026, 4, 31),
        (0, 1, 1),
        (10**20, 1, 1),
        (2026, 1, -1),
    ],
)
def test_s4_82_a_day_that_is_not_in_the_calendar_is_refused(year: int, month: int, day: int) -> None:
    with pytest.raises(InvalidInput, match="no_such_date"):
        real_date(year, month, day)


def test_s4_82_the_leap_day_of_a_leap_year_exists() -> None:
    assert real_date(2024, 2, 29) == date(2024, 2, 29)


@given(st.integers(), st.integers(), st.integers())
def test_s4_82_any_three_numbers_are_a_date_or_refused_by_name(year: int, month: int, day: int) -> None:
    found, code = outcome(real_date, year, month, day)
    assert code in {None, "no_such_date"}
    if found is not None:
        assert (found.year, found.month, found.day) == (year, month, day)


@given(st.dates(min_value=date(1868, 1, 25)))
def test_s4_82_every_day_since_meiji_has_an_era(day: date) -> None:
    assert era_year(day)[:2] in {"明治", "大正", "昭和", "平成", "令和"}
    assert not era_year(day).endswith(("治1", "正1", "和1", "成1"))


def test_s4_82_a_birth_date_lies_between_1900_and_today() -> None:
    assert birth_date(1989, 1, 1, today=TODAY) == date(1989, 1, 1)
    assert birth_date(1900, 1, 1, today=TODAY) == date(1900, 1, 1)
    assert birth_date(2026, 11, 20, today=TODAY) == TODAY


@pytest.mark.parametrize(
    "year, month, day, code",
    [(2026, 11, 21, "birth_in_future"), (1899, 12, 31, "birth_too_early"), (1989, 2, 29, "no_such_date")],
)
def test_s4_82_an_impossible_birth_date_is_refused(year: int, month: int, day: int, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        birth_date(year, month, day, today=TODAY)
    assert refused.value.code == code
