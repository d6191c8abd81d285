"""Certificates, the key files made with them, and their downloads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adapters.db.models.base import STRICT, Base, one_of
from adapters.db.models.medium import Medium
from domain.certificates.download import DownloadState


class Certificate(Base):
    """A serial number and what became of it.

    The row is committed before anything is signed (design §5), so that no signature can exist whose serial the
    office does not know. ``der`` empty and ``revoked_at`` set: the work was broken off between the two.
    """

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    serial_number: Mapped[str] = mapped_column(unique=True, comment="hexadecimal, 40 characters")
    contract_number: Mapped[str] = mapped_column(unique=True, comment="契約番号 (S4-151)")
    intended_at: Mapped[datetime]
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    der: Mapped[bytes | None]
    signed_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revocation_reason: Mapped[str | None]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    download: Mapped[Download | None] = relationship(back_populates="certificate", uselist=False)
    medium: Mapped[Medium | None] = relationship(uselist=False)
    bundle: Mapped[KeyBundle | None] = relationship(uselist=False)

    __table_args__ = (
        CheckConstraint("(der IS NULL) = (signed_at IS NULL)", name="signed"),
        CheckConstraint("(revoked_at IS NULL) = (revocation_reason IS NULL)", name="revoked"),
        # Two questions are asked every minute, of a table that only grows.
        Index("ix_certificate_unsigned", "intended_at", sqlite_where=text("der IS NULL AND revoked_at IS NULL")),
        # What ends soon is reminded of, what ended long ago is erased.
        Index(None, "not_after"),
        Index(
            "ix_certificate_valid",
            "not_after",
            sqlite_where=text("der IS NOT NULL AND revoked_at IS NULL"),
        ),
        Index("ix_certificate_revoked", "authority_id", "revoked_at", sqlite_where=text("revoked_at IS NOT NULL")),
        STRICT,
    )


class KeyBundle(Base):
    """The PKCS#12 files and their secrets, sealed.

    The row is deleted when the download is over (S4-174), or the medium is posted.
    """

    __tablename__ = "key_bundle"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    standard: Mapped[bytes] = mapped_column(comment="sealed PKCS#12, AES-256")
    compatible: Mapped[bytes] = mapped_column(comment="sealed PKCS#12 for macOS and old Windows, 3DES")
    pin: Mapped[bytes | None] = mapped_column(comment="sealed; erased when the parcel is posted")
    password: Mapped[bytes | None] = mapped_column(comment="sealed; erased when the parcel is posted")
    printed_at: Mapped[datetime | None] = mapped_column(comment="read once; printing again makes new secrets")

    __table_args__ = (STRICT,)


class Download(Base):
    """The counter for one certificate file (S4-160…S4-174)."""

    __tablename__ = "download"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True, comment="SHA-256 of the URL's token")
    password_hash: Mapped[str]
    state: Mapped[str] = mapped_column(default=DownloadState.OPEN)
    wrong_tries: Mapped[int] = mapped_column(default=0)
    closes_at: Mapped[datetime] = mapped_column(comment="end of day 30 (S4-161)")
    first_pressed_at: Mapped[datetime | None]
    deadline: Mapped[datetime | None] = mapped_column(comment="one hour after the first press (S4-166)")
    last_fetched_at: Mapped[datetime | None]
    fetch_count: Mapped[int] = mapped_column(default=0)

    certificate: Mapped[Certificate] = relationship(back_populates="download")

    __table_args__ = (
        one_of("state", DownloadState),
        CheckConstraint("(first_pressed_at IS NULL) = (deadline IS NULL)", name="pressed"),
        STRICT,
    )


class ExpiryReminder(Base):
    """The holder was told that a certificate ends: once, however often somebody looks (S4-181)."""

    __tablename__ = "expiry_reminder"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    made_at: Mapped[datetime]

    __table_args__ = (STRICT,)
