"""Sessions live in the database: a cookie carries nothing but a token."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class WebSession(Base):
    """One browser at the counter; what it holds is sealed, since it may be a half-filled form."""

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the cookie's token")
    sealed: Mapped[bytes]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="", comment="where staff logged in from; of nobody else")
    browser: Mapped[str] = mapped_column(default="", comment="User-Agent of staff; of nobody else")

    __table_args__ = (STRICT,)
