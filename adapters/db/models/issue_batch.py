"""Batches of certificates to issue: on record before the first, so that a process that dies leaves a list behind."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adapters.db.models.base import STRICT, Base, one_of
from domain.certificates.issue_batch import ItemState


class IssueBatch(Base):
    """Who wanted it, when, and from which machine."""

    __tablename__ = "issue_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), comment="in whose name each is issued")
    address: Mapped[str] = mapped_column(comment="network address, for the audit trail")

    items: Mapped[list[IssueBatchItem]] = relationship(order_by="IssueBatchItem.id")

    __table_args__ = (STRICT,)


class IssueBatchItem(Base):
    """One application of a batch."""

    __tablename__ = "issue_batch_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("issue_batch.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    state: Mapped[str] = mapped_column(default=ItemState.WAITING)
    refusal: Mapped[str] = mapped_column(default="", comment="why it was refused, or why it waits")
    claimed_until: Mapped[datetime | None] = mapped_column(comment="a process has it in hand")
    done_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("state", ItemState),
        CheckConstraint("(state = 'waiting') = (done_at IS NULL)", name="done"),
        Index(None, "batch_id", "state"),
        # No application waits in two batches.
        Index("uq_issue_batch_item_waiting", "application_id", unique=True, sqlite_where=text("state = 'waiting'")),
        STRICT,
    )
