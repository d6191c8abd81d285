"""What reviewers leave behind at an application besides their findings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class Substitution(Base):
    """Another character in the certificate than on the paper, and why (S4-106)."""

    __tablename__ = "substitution"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    field: Mapped[str] = mapped_column(comment="key of the certificate value")
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]

    __table_args__ = (STRICT,)


class LookingIn(Base):
    """Who has an application open, so that two do not work on one unknowingly; forgotten after some minutes."""

    __tablename__ = "looking_in"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    at: Mapped[datetime]

    __table_args__ = (STRICT,)
