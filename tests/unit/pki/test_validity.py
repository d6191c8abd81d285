"""S4-147, S4-148: from the second of issue to 23:59:59 in Japan of the last day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RuleViolation
from domain.pki.validity import JST, end_of_day, last_day_of_term, validity_of

FAR = datetime(2099, 1, 1, tzinfo=UTC)


def test_s4_147_day_of_issue_in_japan_is_first_day_even_when_utc_says_the_day_before() -> None:
    just_after_midnight = datetime(2026, 4, 30, 15, 0, 0, tzinfo=UTC)
    validity = validity_of(just_after_midnight, years=2, issuer_not_after=FAR)
    assert validity.first_day == date(2026, 5, 1)
    assert validity.last_day == date(2028, 4, 30)


def test_s4_147_one_second_before_midnight_in_japan_counts_for_that_day() -> None:
    just_before_midnight = datetime(2026, 4, 30, 14, 59, 59, 999_999, tzinfo=UTC)
    validity = validity_of(just_before_midnight, years=2, issuer_not_after=FAR)
    assert validity.not_before == datetime(2026, 4, 30, 14, 59, 59, tzinfo=UTC)
    assert validity.first_day == date(2026, 4, 30)
    assert validity.last_day == date(2028, 4, 29)


def test_s4_148_validity_ends_at_23_59_59_in_japan() -> None:
    issued = datetime(2026, 5, 1, 12, 34, 56, 789, tzinfo=ZoneInfo("Asia/Tokyo"))
    validity = validity_of(issued, years=3, issuer_not_after=FAR)
    assert validity.not_after.astimezone(ZoneInfo("Asia/Tokyo")).isoformat() == "2029-04-30T23:59:59+09:00"
    assert validity.not_before == datetime(2026, 5, 1, 3, 34, 56, tzinfo=UTC)
    assert validity.not_after.tzinfo is UTC


@pytest.mark.parametrize(
    "first_day,years,last_day",
    [
        (date(2026, 5, 1), 2, date(2028, 4, 30)),
        (date(2026, 1, 1), 2, date(2027, 12, 31)),
        (date(2026, 3, 1), 2, date(2028, 2, 29)),
        (date(2026, 3, 1), 1, date(2027, 2, 28)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2024, 2, 28), 1, date(2025, 2, 27)),
        (date(2026, 12, 31), 3, date(2029, 12, 30)),
    ],
)
def test_s4_148_term_ends_on_the_eve_of_its_anniversary(first_day: date, years: int, last_day: date) -> None:
    assert last_day_of_term(first_day, years) == last_day


@given(st.dates(date(2000, 1, 1), date(2080, 12, 31)), st.integers(1, 5))
def test_terms_laid_end_to_end_never_leave_a_day_out(first_day: date, years: int) -> None:
    next_first_day = last_day_of_term(first_day, years) + timedelta(days=1)
    assert next_first_day.year == first_day.year + years
    assert abs((next_first_day - first_day).days - years * 365.25) < 2


def test_a_term_of_no_year_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one year"):
        last_day_of_term(date(2026, 5, 1), 0)


def test_certificate_may_end_in_the_same_second_as_its_issuer_but_not_later() -> None:
    issued = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
    end = end_of_day(date(2028, 4, 30))
    assert validity_of(issued, years=2, issuer_not_after=end).not_after == end
    with pytest.raises(RuleViolation) as refusal:
        validity_of(issued, years=2, issuer_not_after=end - timedelta(seconds=1))
    assert refusal.value.code == "issuer_expires_first"
    assert refusal.value.values["last_day"] == date(2028, 4, 30)


def test_fixed_offset_is_what_the_time_zone_database_says() -> None:
    for year in range(1952, 2100, 7):
        moment = datetime(year, 7, 1, tzinfo=UTC)
        assert moment.astimezone(JST).utcoffset() == moment.astimezone(ZoneInfo("Asia/Tokyo")).utcoffset()
