"""When a counter answers: every edge of the day, the week, the year and a maintenance (S1-95…S1-97, S3-51)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.japanese.local_time import JST
from domain.service_hours import Hours, Maintenance, Shut, Timetable, Why, shut

BONDS = Timetable(hours=Hours(6 * 60, 24 * 60), business_days_only=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JST)


@pytest.mark.parametrize(
    "now,opens",
    [
        ("2026-11-20T05:59:59.999999", "2026-11-20T06:00"),
        ("2026-11-20T06:00:00", None),
        ("2026-11-19T23:59:59.999999", None),  # a Thursday
        ("2026-11-20T00:00:00", "2026-11-20T06:00"),  # 24:00 of the day before is no longer it
        ("2026-11-20T23:59:59", None),  # Friday
        ("2026-11-21T00:00:00", "2026-11-24T06:00"),  # Saturday, Sunday, then 勤労感謝の日
        ("2026-11-23T12:00:00", "2026-11-24T06:00"),
        ("2027-03-22T12:00:00", "2027-03-23T06:00"),  # 振替休日 of 春分の日, which is a Sunday
        ("2026-09-22T12:00:00", "2026-09-24T06:00"),  # 国民の休日 between two holidays
        ("2026-12-30T23:59:59", None),
        ("2026-12-31T00:00:00", "2027-01-04T06:00"),
        ("2027-01-03T23:59:59", "2027-01-04T06:00"),
        ("2027-01-04T05:59:59", "2027-01-04T06:00"),
    ],
)
def test_s3_51_from_6_to_24_except_weekends_holidays_and_the_years_end(now: str, opens: str | None) -> None:
    found = shut(BONDS, at(now))
    assert found == (Shut(Why.HOURS, at(opens)) if opens else None)


def test_s1_95_from_7_to_22_also_on_holidays() -> None:
    every_day = Timetable(hours=Hours(7 * 60, 22 * 60))
    assert shut(every_day, at("2027-01-01T07:00:00")) is None
    assert shut(every_day, at("2027-01-01T21:59:59")) is None
    assert shut(every_day, at("2027-01-01T22:00:00")) == Shut(Why.HOURS, at("2027-01-02T07:00"))


def test_the_offices_own_closing_days_and_year_end() -> None:
    own = Timetable(
        hours=BONDS.hours,
        business_days_only=True,
        closing=frozenset({date(2026, 11, 20)}),
        year_end=frozenset({(12, 30)}),
    )
    assert shut(own, at("2026-11-20T12:00")) == Shut(Why.HOURS, at("2026-11-24T06:00"))
    assert shut(own, at("2026-12-30T12:00")) == Shut(Why.HOURS, at("2026-12-31T06:00"))


@pytest.mark.parametrize(
    "now,found",
    [
        ("2026-11-19T21:59:59", None),
        ("2026-11-19T22:00:00", Shut(Why.MAINTENANCE, at("2026-11-20T07:30"))),
        ("2026-11-20T00:30:00", Shut(Why.MAINTENANCE, at("2026-11-20T07:30"))),
        ("2026-11-20T06:00:00", Shut(Why.MAINTENANCE, at("2026-11-20T07:30"))),
        ("2026-11-20T07:30:00", None),
    ],
)
def test_s1_97_maintenance_across_midnight(now: str, found: Shut | None) -> None:
    stop = Maintenance(begins=at("2026-11-19T22:00"), ends=at("2026-11-20T07:30"))
    planned = Timetable(hours=BONDS.hours, business_days_only=True, maintenance=stop)
    assert shut(planned, at(now)) == found


def test_who_comes_at_night_is_told_the_end_of_the_morning_maintenance() -> None:
    stop = Maintenance(begins=at("2026-11-20T05:00"), ends=at("2026-11-20T09:00"))
    planned = Timetable(hours=BONDS.hours, business_days_only=True, maintenance=stop)
    assert shut(planned, at("2026-11-20T01:00")) == Shut(Why.HOURS, at("2026-11-20T09:00"))


def test_maintenance_that_ends_at_night_opens_in_the_morning_of_a_business_day() -> None:
    stop = Maintenance(begins=at("2026-11-20T20:00"), ends=at("2026-11-21T03:00"))
    planned = Timetable(hours=BONDS.hours, business_days_only=True, maintenance=stop)
    assert shut(planned, at("2026-11-20T20:00")) == Shut(Why.MAINTENANCE, at("2026-11-24T06:00"))


def test_maintenance_without_an_end_promises_nothing() -> None:
    stop = Timetable(maintenance=Maintenance(begins=at("2026-11-20T20:00")))
    assert shut(stop, at("2026-11-20T20:00")) == Shut(Why.MAINTENANCE, None)
    assert shut(stop, at("2026-11-20T19:59:59")) is None


def test_a_calendar_without_an_open_day_ends_the_search() -> None:
    every_day = frozenset((day.month, day.day) for day in (date(2024, 1, 1) + timedelta(n) for n in range(366)))
    never = Timetable(business_days_only=True, year_end=every_day)
    assert shut(never, at("2026-11-20T12:00")) == Shut(Why.HOURS, None)
