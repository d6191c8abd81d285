"""Media that the office writes and posts instead of offering a download (S4-06, S4-19)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class Medium(Base):
    """The medium of one certificate; stays when the key bundle is gone, and has no octet of it."""

    __tablename__ = "medium"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    closes_at: Mapped[datetime] = mapped_column(comment="end of day 30: what is not posted by then is destroyed")
    made_at: Mapped[datetime | None] = mapped_column(comment="with the present PIN; empty again after a reprint")
    made_count: Mapped[int] = mapped_column(default=0, comment="spoilt ones included")
    posted_number: Mapped[str] = mapped_column(default="", comment="引受番号 of its own envelope, not the PIN's")

    __table_args__ = (
        CheckConstraint("made_at IS NULL OR made_count > 0", name="made"),
        # Asked when a parcel is posted: a number belongs to one envelope.
        Index("ix_medium_posted_number", "posted_number", sqlite_where=text("posted_number <> ''")),
        STRICT,
    )
