"""How many applications stand where, counted as they move: a list of a million is not counted at every look."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class ApplicationCount(Base):
    """Kept by the database itself (``adapters.db.derived``); nobody writes it."""

    __tablename__ = "application_count"

    state: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, comment="in Japan, of the last change of state")
    programme: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]

    __table_args__ = (CheckConstraint("count >= 0", name="count"), STRICT)
