"""The certification authority of the office and its revocation lists (design §5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class Authority(Base):
    """A certificate that signs, with its sealed key (empty once the key has left the machine)."""

    __tablename__ = "authority"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    issuer_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str]
    certificate: Mapped[bytes]
    sealed_key: Mapped[bytes | None]
    crl_number: Mapped[int] = mapped_column(default=0, comment="never goes back (RFC 5280 §5.2.3)")
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("kind IN ('root', 'issuing')", name="known_kind"), STRICT)


class RevocationList(Base):
    """A signed list as published."""

    __tablename__ = "revocation_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    number: Mapped[int]
    this_update: Mapped[datetime]
    next_update: Mapped[datetime]
    der: Mapped[bytes]

    __table_args__ = (Index("uq_revocation_list_number", "authority_id", "number", unique=True), STRICT)


class OcspSigner(Base):
    """A key that answers about an authority's certificates for some days (RFC 6960 §4.2.2.2).

    As with every certificate, the serial number is committed before anything is signed.
    """

    __tablename__ = "ocsp_signer"

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    serial_number: Mapped[str] = mapped_column(unique=True, comment="hexadecimal, 40 characters")
    intended_at: Mapped[datetime]
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    certificate: Mapped[bytes | None]
    sealed_key: Mapped[bytes | None] = mapped_column(comment="erased when its time is over")

    __table_args__ = (
        CheckConstraint("sealed_key IS NULL OR certificate IS NOT NULL", name="signed"),
        Index(None, "authority_id", "not_after"),
        STRICT,
    )
