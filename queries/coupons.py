"""Coupons as the office reads them (S4-133)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from adapters.db.models import Coupon as CouponRow
from domain.certificates.coupons import Coupon, CouponState
from domain.japanese.local_time import day_in_japan
from queries.keyset import Page, Place, converted, one_page, page
from services.coupons import coupon_of, coupon_row
from services.office import Office

KEY = (CouponRow.id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One coupon, and how it stands today."""

    id: int
    coupon: Coupon
    state: CouponState


def listed(office: Office, *, place: Place | None) -> Page[Listed]:
    """A page of all coupons, the newest first."""
    with office.database.read() as session:
        wanted = one_page(select(CouponRow), key=KEY, descending=True, place=place)
        found = page(session.scalars(wanted), key=KEY, place=place)
    return converted(found, lambda row: _listed(office, row))


def one(office: Office, coupon_id: int) -> Listed:
    """Raises ``NotFound('no_such_coupon_here')``."""
    with office.database.read() as session:
        return _listed(office, coupon_row(session, coupon_id))


def _listed(office: Office, row: CouponRow) -> Listed:
    coupon = coupon_of(row)
    return Listed(id=row.id, coupon=coupon, state=coupon.state(day_in_japan(office.clock())))
