"""The applicant's own page: its links, and new e-mail addresses that wait to be proved."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class ApplicantLink(Base):
    """One mailed link to the page of an application; each mail has its own, since tokens are not kept."""

    __tablename__ = "applicant_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]

    __table_args__ = (STRICT,)


class EmailChange(Base):
    """A new address; it counts once its owner has opened the mail that went there."""

    __tablename__ = "email_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    email: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]

    __table_args__ = (STRICT,)
