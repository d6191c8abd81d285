"""登録情報変更申請書: the three things that may be changed after an application (S4-187…S4-191)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.certificates.change_request import ChangeState


class ChangeRequest(Base):
    """One paper that came: what is to be otherwise, what it was, and what became of it."""

    __tablename__ = "change_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[str]
    received_on: Mapped[date] = mapped_column(comment="the paper arrived")
    before: Mapped[dict[str, str]] = mapped_column(comment="as it was when the paper was registered, or changed")
    after: Mapped[dict[str, str]] = mapped_column(comment="what is asked for; what is not in it stays")
    received_at: Mapped[datetime]
    received_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    refusal: Mapped[str] = mapped_column(default="", comment="why it was not done")

    __table_args__ = (
        one_of("state", ChangeState),
        CheckConstraint("(state = 'received') = (decided_at IS NULL)", name="decided"),
        # Two papers at once would undo each other unseen.
        Index(
            "uq_change_request_open",
            "application_id",
            unique=True,
            sqlite_where=text("state = 'received'"),
        ),
        STRICT,
    )
