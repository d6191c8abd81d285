"""Certificates that were signed after the backup an office was restored from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class LostCertificate(Base):
    """A serial number known from outside alone. It is revoked: nobody can say any more whose it is."""

    __tablename__ = "lost_certificate"

    serial_number: Mapped[str] = mapped_column(primary_key=True, comment="hexadecimal, 40 characters")
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    learnt_at: Mapped[datetime]
    revoked_at: Mapped[datetime]
    revocation_reason: Mapped[str]

    __table_args__ = (STRICT,)
