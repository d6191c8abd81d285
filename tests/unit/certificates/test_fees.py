"""What a certificate costs (S4-05…S4-07)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.certificates.fees import Fee, Price, TaxRate, fee_for, yen
from domain.errors import RuleViolation

PRICES = (
    *(Price("download", 2, 14_000), Price("download", 3, 21_000)),
    *(Price("media", 2, 16_400), Price("media", 3, 22_800)),
)
TAXES = (TaxRate(date(2019, 10, 1), 10), TaxRate(date(2014, 4, 1), 8))


@pytest.mark.parametrize(
    "series,years,on,total",
    [
        ("download", 2, date(2026, 11, 20), 15_400),
        ("download", 3, date(2026, 11, 20), 23_100),
        ("media", 2, date(2026, 11, 20), 18_040),
        ("media", 3, date(2026, 11, 20), 25_080),
        ("download", 2, date(2019, 10, 1), 15_400),
        ("download", 2, date(2019, 9, 30), 15_120),
        ("download", 2, date(2014, 4, 1), 15_120),
    ],
)
def test_the_rate_of_the_day_is_added_to_the_price_s4_05_s4_06_s4_07(
    series: str, years: int, on: date, total: int
) -> None:
    fee = fee_for(prices=PRICES, taxes=TAXES, series=series, years=years, on=on)
    assert fee.total == total
    assert fee.total == fee.before_tax + fee.tax


@pytest.mark.parametrize(
    "series,years,on",
    [("download", 5, date(2026, 11, 20)), ("card", 2, date(2026, 11, 20)), ("download", 2, date(2014, 3, 31))],
)
def test_what_has_no_price_is_not_sold(series: str, years: int, on: date) -> None:
    with pytest.raises(RuleViolation) as refused:
        fee_for(prices=PRICES, taxes=TAXES, series=series, years=years, on=on)
    assert (refused.value.code, refused.value.field) == ("no_price", "validity_years")


def test_a_fraction_of_a_yen_is_cut_off() -> None:
    assert Fee(before_tax=999, tax_percent=10).tax == 99


def test_amounts_have_commas_s4_107() -> None:
    assert yen(15_400) == "15,400円"
