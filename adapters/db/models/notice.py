"""お知らせ of the counters (S4-15, S4-16)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.notices import Board, NoticeState


class Notice(Base):
    """One dated notice; the public sees it while it is published and its day has come."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    board: Mapped[str]
    dated: Mapped[date]
    title: Mapped[str]
    body: Mapped[str]
    state: Mapped[str] = mapped_column(default=NoticeState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    __table_args__ = (
        one_of("board", Board),
        one_of("state", NoticeState),
        Index("ix_notice_dated", "dated", "id"),
        STRICT,
    )
