"""Coupons of the invented chamber."""

from __future__ import annotations

from datetime import timedelta

from adapters.db.models import Coupon as CouponRow
from domain.access import Role
from domain.certificates.coupons import Coupon
from domain.japanese.local_time import day_in_japan
from services import coupons
from services.office import Office
from tests.factories.offices import make_staff
from tests.factories.records import all_of


def made_coupon(office: Office, code: str = "TCCI-2026", *, discount: int = 3_000, most_uses: int | None = None) -> int:
    """One that can be used today and for a month; gives its number."""
    today = day_in_japan(office.clock())
    actor, _ = make_staff(office, Role.ADMINISTRATOR)
    words = Coupon(
        code=code, discount=discount, first_day=today, last_day=today + timedelta(days=30), most_uses=most_uses
    )
    return coupons.make(office, actor, words)


def uses(office: Office) -> dict[str, int]:
    """How often each was used."""
    return {row.code: row.uses for row in all_of(office, CouponRow)}
