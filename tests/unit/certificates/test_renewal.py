"""When a certificate is about to end, and how long data are kept (S4-181, docs/settings.md)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.certificates.renewal import last_day_reminded, years_before
from domain.japanese.differences import segments


def test_forty_five_days_before_the_last_day_s4_181_s4_219() -> None:
    """The sample says 45 days before, the text about 45: the office counts from the last day."""
    assert last_day_reminded(date(2028, 10, 5), 45) == date(2028, 11, 19)


@pytest.mark.parametrize(
    "today, years, then",
    [
        (date(2038, 11, 20), 10, date(2028, 11, 20)),
        (date(2028, 2, 29), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 28)),
        (date(2027, 2, 28), 1, date(2026, 2, 28)),
    ],
)
def test_years_are_counted_by_the_calendar(today: date, years: int, then: date) -> None:
    assert years_before(today, years) == then


@pytest.mark.parametrize(
    "one, other, pieces",
    [
        ("髙橋 太郎", "高橋 太郎", [("髙", "高"), ("橋 太郎", None)]),
        ("見本ビル4F", "見本ビル", [("見本ビル", None), ("4F", "")]),
        ("見本ビル", "見本ビル4F", [("見本ビル", None), ("", "4F")]),
        ("1-2", "１-2", [("1", "１"), ("-2", None)]),
        ("", "", []),
    ],
)
def test_differing_characters_are_found_and_nothing_is_folded(
    one: str, other: str, pieces: list[tuple[str, str | None]]
) -> None:
    assert segments(one, other) == pieces
