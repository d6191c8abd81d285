"""Discount coupons of chambers of commerce (S4-45, S4-73, S4-133)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.certificates.catalogue.term import LONGEST_COUPON_CODE, coupon_code
from domain.errors import InvalidInput

MOST_DISCOUNT: Final = 1_000_000
"""Yen; far above every price, so that a slip of the keyboard is seen."""
MOST_USES: Final = 1_000_000
FIELD: Final = "coupon_code"
"""The input of the application form in which the code is typed."""


class CouponState(StrEnum):
    """How a coupon stands on a day; computed, never stored."""

    WAITING = "waiting"
    OPEN = "open"
    USED_UP = "used_up"
    OVER = "over"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """A code, what it takes off, and for how long and how often."""

    code: str
    discount: int
    """Yen off the price with tax."""
    first_day: date
    last_day: date
    """The last day on which an application may be made with it."""
    most_uses: int | None = None
    """How many applications may use it; None: any number."""
    uses: int = 0
    active: bool = True
    """False: the office ended it before its time."""

    def checked(self) -> Coupon:
        """As it is kept. Raises ``InvalidInput`` at the field."""
        try:
            code = coupon_code(self.code)
        except InvalidInput as problem:
            raise problem.at("code") from None
        if len(code) > LONGEST_COUPON_CODE:
            raise InvalidInput("too_long", "code", limit=LONGEST_COUPON_CODE)
        if not 1 <= self.discount <= MOST_DISCOUNT:
            raise InvalidInput("out_of_bounds", "discount", least=1, most=MOST_DISCOUNT)
        if self.most_uses is not None and not 1 <= self.most_uses <= MOST_USES:
            raise InvalidInput("out_of_bounds", "most_uses", least=1, most=MOST_USES)
        if self.last_day < self.first_day:
            raise InvalidInput("coupon_ends_before_it_begins", "last_day_year")
        return Coupon(
            code=code,
            discount=self.discount,
            first_day=self.first_day,
            last_day=self.last_day,
            most_uses=self.most_uses,
        )

    def state(self, today: date) -> CouponState:
        if not self.active:
            return CouponState.ENDED
        if today < self.first_day:
            return CouponState.WAITING
        if today > self.last_day:
            return CouponState.OVER
        if self.most_uses is not None and self.uses >= self.most_uses:
            return CouponState.USED_UP
        return CouponState.OPEN

    def require_open(self, today: date) -> None:
        """Raises ``InvalidInput`` at the place of its code, unless an application may use it today."""
        state = self.state(today)
        if state is CouponState.WAITING:
            raise InvalidInput("coupon_too_early", FIELD, first_day=self.first_day)
        if state is CouponState.OVER:
            raise InvalidInput("coupon_over", FIELD, last_day=self.last_day)
        if state is CouponState.USED_UP:
            raise InvalidInput("coupon_used_up", FIELD)
        if state is CouponState.ENDED:
            raise InvalidInput("coupon_ended", FIELD)
