"""What belongs to the account of a member of staff: second factors, links by mail, known devices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.account import LinkPurpose


class RecoveryCode(Base):
    """One of ten codes on paper for the day the telephone is gone; each works once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    selector: Mapped[str] = mapped_column(comment="first four letters, by which the code is found")
    code_hash: Mapped[str] = mapped_column(comment="of the other twelve")
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("uq_recovery_code_selector", "staff_id", "selector", unique=True), STRICT)


class Passkey(Base):
    """A credential of WebAuthn, as good as an authenticator app."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes] = mapped_column(comment="COSE (RFC 9052)")
    sign_count: Mapped[int] = mapped_column(comment="falls only if the credential was copied")
    name: Mapped[str]
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    __table_args__ = (STRICT,)


class AccountLink(Base):
    """A link that went to a person by mail; the row goes when it is used."""

    __tablename__ = "account_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the URL's token")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    purpose: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (one_of("purpose", LinkPurpose), STRICT)


class KnownDevice(Base):
    """A browser from which a person has logged in: guesses from elsewhere do not shut it out (OWASP)."""

    __tablename__ = "known_device"

    token_hash: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the device cookie")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    used_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (STRICT,)


class ResetRequest(Base):
    """Somebody forgot a password; answered by mail afterwards, so that asking costs the same for every address."""

    __tablename__ = "reset_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    sealed_email: Mapped[bytes] = mapped_column(comment="what was typed: it may be anybody's")
    address: Mapped[str] = mapped_column(comment="network address that asked")
    asked_at: Mapped[datetime]

    __table_args__ = (STRICT,)


class FactorReset(Base):
    """An administrator wants a lost device removed; where two must act, another one does it."""

    __tablename__ = "factor_reset"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]

    __table_args__ = (STRICT,)


class AccountReview(Base):
    """Somebody looked at all accounts and found them right."""

    __tablename__ = "account_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    reviewed_at: Mapped[datetime]
    accounts: Mapped[int] = mapped_column(comment="how many there were")

    __table_args__ = (STRICT,)
