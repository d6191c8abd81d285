"""Papers that came by post (S4-47, S4-140)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.certificates.papers import PaperVerdict


class SubmittedPaper(Base):
    """One paper of one application, as it lies on the desk."""

    __tablename__ = "submitted_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str] = mapped_column(comment="key of the programme's required paper")
    arrived_on: Mapped[date | None] = mapped_column(comment="decides the three months (S4-33)")
    issued_on: Mapped[date | None] = mapped_column(comment="date of issue on the paper")
    is_copy: Mapped[bool] = mapped_column(default=False)
    verdict: Mapped[str] = mapped_column(default=PaperVerdict.AWAITED)
    note: Mapped[str] = mapped_column(default="")
    amount: Mapped[int | None] = mapped_column(comment="yen that it shows as paid (S4-141)")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime]
    shared_from: Mapped[int | None] = mapped_column(
        ForeignKey("submitted_paper.id"), index=True, comment="the sheet lies with another application (S4-40)"
    )

    __table_args__ = (
        one_of("verdict", PaperVerdict),
        Index("uq_submitted_paper_kind", "application_id", "kind", unique=True),
        STRICT,
    )
