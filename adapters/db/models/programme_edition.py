"""Services as they stood when somebody applied."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class ProgrammeEdition(Base):
    """The texts of one edition: what people agreed to, and by which rules their papers are judged (S4-64)."""

    __tablename__ = "programme_edition"

    edition: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the source, hexadecimal")
    slug: Mapped[str]
    source: Mapped[str]
    kept_at: Mapped[datetime]

    __table_args__ = (STRICT,)
