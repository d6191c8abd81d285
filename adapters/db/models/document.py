"""What was printed, kept exactly as it was (design §6)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class Document(Base):
    """A printed PDF of an application; never rendered a second time."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str]
    sha256: Mapped[str] = mapped_column(comment="of the bytes before sealing, hexadecimal")
    sealed: Mapped[bytes]
    made_at: Mapped[datetime]

    __table_args__ = (STRICT,)
