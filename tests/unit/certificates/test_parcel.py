"""The post office's number, and the days on which a parcel can have gone (S4-158)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.certificates.fees import Fee
from domain.certificates.parcel import check_posting, posted_number
from domain.errors import InvalidInput


@pytest.mark.parametrize("typed", ["12345678901", "123-45-67890-1", "１２３－４５－６７８９０－１"])
def test_a_number_is_read_as_it_is_typed_or_scanned(typed: str) -> None:
    assert posted_number(typed) == "123-45-67890-1"


def test_eleven_digits_are_needed() -> None:
    with pytest.raises(InvalidInput, match="wrong_digit_count"):
        posted_number("123")


@pytest.mark.parametrize("day,code", [("2026-11-22", "day_in_future"), ("2026-11-19", "posted_before_issue")])
def test_it_goes_between_issue_and_today_s4_158(day: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_posting(date.fromisoformat(day), issued_on=date(2026, 11, 20), today=date(2026, 11, 21))
    assert (refused.value.code, refused.value.field) == (code, "posted_on")


def test_the_tax_within_what_is_paid_is_that_of_the_paid_amount_s4_136() -> None:
    assert Fee(14000, 10).tax_paid == 1400
    assert Fee(14000, 10).less(5000).tax_paid == 945
