"""受領書: what became of the sheet that the holder seals and sends back (S4-177…S4-180)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.certificates.receipt import ReceiptWay


class Receipt(Base):
    """Made when there is something to keep: a reminder, a longer term, a sheet that came."""

    __tablename__ = "receipt"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    reminded_at: Mapped[datetime | None]
    extended_to: Mapped[date | None] = mapped_column(comment="holds in place of the programme's days")
    differing_on: Mapped[date | None] = mapped_column(comment="a sheet with another seal came (S4-176)")
    returned_on: Mapped[date | None]
    way: Mapped[str | None]
    signature: Mapped[bytes | None] = mapped_column(comment="of the statement, CMS in DER")

    __table_args__ = (
        one_of("way", ReceiptWay),
        CheckConstraint("(returned_on IS NULL) = (way IS NULL)", name="returned"),
        CheckConstraint("(signature IS NOT NULL) = (way IS NOT NULL AND way = 'online')", name="signed"),
        STRICT,
    )
