"""Coupons: what may be given out, and when one counts (S4-73, S4-133)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.certificates.coupons import MOST_DISCOUNT, MOST_USES, Coupon, CouponState
from domain.certificates.fees import Fee
from domain.errors import InvalidInput

COUPON = Coupon(code="TCCI-1", discount=3_000, first_day=date(2026, 11, 1), last_day=date(2026, 11, 30), most_uses=2)


@pytest.mark.parametrize(
    "changes,today,state,code",
    [
        ({}, date(2026, 10, 31), CouponState.WAITING, "coupon_too_early"),
        ({}, date(2026, 11, 1), CouponState.OPEN, ""),
        ({}, date(2026, 11, 30), CouponState.OPEN, ""),
        ({}, date(2026, 12, 1), CouponState.OVER, "coupon_over"),
        ({"uses": 1}, date(2026, 11, 2), CouponState.OPEN, ""),
        ({"uses": 2}, date(2026, 11, 2), CouponState.USED_UP, "coupon_used_up"),
        ({"uses": 99, "most_uses": None}, date(2026, 11, 2), CouponState.OPEN, ""),
        ({"active": False}, date(2026, 11, 2), CouponState.ENDED, "coupon_ended"),
    ],
)
def test_a_coupon_counts_from_its_first_to_its_last_day_as_often_as_it_may_s4_73(
    changes: dict[str, object], today: date, state: CouponState, code: str
) -> None:
    coupon = replace(COUPON, **changes)  # type: ignore[arg-type]  # because the table names Coupon's own fields
    assert coupon.state(today) is state
    if not code:
        coupon.require_open(today)
        return
    with pytest.raises(InvalidInput) as refused:
        coupon.require_open(today)
    assert (refused.value.code, refused.value.field) == (code, "coupon_code")


@pytest.mark.parametrize(
    "changes,code,field",
    [
        ({"code": "壱弐参"}, "not_a_coupon_code", "code"),
        ({"code": "A" * 33}, "too_long", "code"),
        ({"discount": 0}, "out_of_bounds", "discount"),
        ({"discount": MOST_DISCOUNT + 1}, "out_of_bounds", "discount"),
        ({"most_uses": 0}, "out_of_bounds", "most_uses"),
        ({"most_uses": MOST_USES + 1}, "out_of_bounds", "most_uses"),
        ({"last_day": date(2026, 10, 31)}, "coupon_ends_before_it_begins", "last_day_year"),
    ],
)
def test_what_is_no_coupon_is_refused_at_its_field(changes: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        replace(COUPON, **changes).checked()  # type: ignore[arg-type]  # because the table names Coupon's own fields
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_code_is_kept_as_applicants_type_it_and_a_new_coupon_is_unused() -> None:
    typed = replace(COUPON, code="ｔｃｃｉ－１", most_uses=None, uses=7, active=False, last_day=COUPON.first_day)
    assert typed.checked() == replace(typed, code="TCCI-1", uses=0, active=True)


@pytest.mark.parametrize("discount,to_pay", [(0, 15_400), (3_000, 12_400), (15_400, 0), (99_999, 0)])
def test_a_coupon_is_taken_off_the_price_with_tax_s4_133(discount: int, to_pay: int) -> None:
    fee = Fee(before_tax=14_000, tax_percent=10).less(discount)
    assert (fee.total, fee.to_pay) == (15_400, to_pay)
    assert fee.discount == 15_400 - to_pay, "nothing is paid out"
