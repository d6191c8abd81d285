"""Discount coupons of chambers of commerce (S4-73, S4-133)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class Coupon(Base):
    """One code, and how often it was used."""

    __tablename__ = "coupon"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    discount: Mapped[int] = mapped_column(comment="yen off the price with tax")
    first_day: Mapped[date]
    last_day: Mapped[date]
    most_uses: Mapped[int | None] = mapped_column(comment="NULL: any number")
    uses: Mapped[int] = mapped_column(default=0, comment="applications that hold it; the withdrawn give it back")
    active: Mapped[bool] = mapped_column(default=True, comment="0: ended by the office")
    made_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("discount > 0", name="discount"),
        CheckConstraint("first_day <= last_day", name="days"),
        CheckConstraint("uses >= 0 AND (most_uses IS NULL OR uses <= most_uses)", name="uses"),
        STRICT,
    )
