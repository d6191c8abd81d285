"""The audit trail (design §3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adapters.db.models.base import STRICT, Base


class AuditEvent(Base):
    """One act; triggers refuse UPDATE and DELETE, and each row's hash covers the row before it."""

    __tablename__ = "audit_event"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    address: Mapped[str] = mapped_column(comment="network address the act came from")
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(comment="kind:key of the thing acted on, e.g. application:ABCD…")
    details: Mapped[dict[str, Any]] = mapped_column(comment="before and after, never a secret")
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)

    note: Mapped[AuditNote | None] = relationship(lazy="joined")

    __table_args__ = (
        Index(None, "subject", "seq"),
        # What was done since a day is counted.
        Index(None, "action", "at"),
        STRICT,
    )


class AuditNote(Base):
    """Free words about a person that go with an act: a reason, a complaint.

    Kept beside the chain, which holds their SHA-256 only: personal data can be erased when its time is over, and
    the chain stays whole and still proves what the words were.
    """

    __tablename__ = "audit_note"

    seq: Mapped[int] = mapped_column(ForeignKey("audit_event.seq"), primary_key=True)
    text: Mapped[str]

    __table_args__ = (STRICT,)


class AuditCheck(Base):
    """One check of the whole chain, by the daily job or a button, and what it found."""

    __tablename__ = "audit_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime]
    rows: Mapped[int]
    first_bad: Mapped[int | None]

    __table_args__ = (STRICT,)
