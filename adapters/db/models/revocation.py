"""What became of certificates that were revoked: entries of the lists, and the requests behind them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.certificates.revocation_evidence import RevocationWay
from domain.certificates.revocation_request import RevocationAct, RevocationRequestState, RevocationSource


class CrlEntry(Base):
    """A certificate's line in every revocation list from now on, encoded when it was revoked.

    A table of its own: a list reads all of it, and nothing else. Triggers keep it in step with the certificate.
    """

    __tablename__ = "crl_entry"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    changed_at: Mapped[datetime] = mapped_column(comment="a list drawn up before is stale")
    der: Mapped[bytes | None] = mapped_column(comment="empty once a hold was lifted")

    __table_args__ = (Index(None, "authority_id", "changed_at"), STRICT)


class RevocationRequest(Base):
    """One request to revoke, hold or release a certificate: proposed by one person, confirmed by another."""

    __tablename__ = "revocation_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    act: Mapped[str]
    source: Mapped[str]
    reason: Mapped[str | None] = mapped_column(comment="of RFC 5280 §5.3.1; for a revocation only")
    invalid_since: Mapped[datetime | None] = mapped_column(comment="invalidityDate (RFC 5280 §5.3.2)")
    note: Mapped[str] = mapped_column(comment="why, in words of the office")
    state: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    requested_at: Mapped[datetime]
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    __table_args__ = (
        one_of("act", RevocationAct),
        one_of("source", RevocationSource),
        one_of("state", RevocationRequestState),
        CheckConstraint("(act = 'revoke') = (reason IS NOT NULL)", name="reason"),
        CheckConstraint("invalid_since IS NULL OR act = 'revoke'", name="invalid_since"),
        CheckConstraint("(state IN ('carried_out', 'refused')) = (decided_at IS NOT NULL)", name="decided"),
        # Two people cannot ask for the same thing at once: the second is told of the first.
        Index(
            "uq_revocation_request_open",
            "certificate_id",
            unique=True,
            sqlite_where=text("state IN ('received', 'reviewed')"),
        ),
        Index(None, "certificate_id"),
        STRICT,
    )


class RevocationEvidence(Base):
    """How the holder's own request came and what its check gave (S4-198)."""

    __tablename__ = "revocation_evidence"

    request_id: Mapped[int] = mapped_column(ForeignKey("revocation_request.id"), primary_key=True)
    way: Mapped[str]
    received_on: Mapped[date]
    seal_matches: Mapped[bool | None] = mapped_column(comment="of the paper, with the seal of the application")
    signature_sha256: Mapped[str | None] = mapped_column(unique=True, comment="one mail is good for one request")
    signed_at: Mapped[datetime | None] = mapped_column(comment="by the signer's clock")
    sender: Mapped[str] = mapped_column(default="", comment="as the mail says; not signed")
    subject: Mapped[str] = mapped_column(default="", comment="as the mail says; not signed")
    words: Mapped[str] = mapped_column(default="", comment="the signed text")
    sealed: Mapped[bytes | None] = mapped_column(comment="the whole mail, sealed")

    __table_args__ = (
        one_of("way", RevocationWay),
        CheckConstraint("(way = 'paper') = (seal_matches IS NOT NULL)", name="seal"),
        CheckConstraint("(way = 'signed_mail') = (signature_sha256 IS NOT NULL)", name="signature"),
        CheckConstraint("(way = 'signed_mail') = (signed_at IS NOT NULL)", name="signed"),
        STRICT,
    )
