"""Registered mail domains of orderers, applications for them, and who said what (S3-41…S3-46)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.bonds.orderer_domain import DomainState, DomainWish, Verdict


class OrdererDomain(Base):
    """A domain whose people may download, as long as ``removed_at`` is empty."""

    __tablename__ = "orderer_domain"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(comment="ASCII, small letters")
    body: Mapped[str] = mapped_column(comment="団体・組織名")
    department: Mapped[str] = mapped_column(default="", comment="部署名 (S3-44)")
    registered_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_orderer_domain_name", "name", unique=True, sqlite_where=text("removed_at IS NULL")),
        STRICT,
    )


class DomainApplication(Base):
    """An orderer's wish to add, change or remove a domain."""

    __tablename__ = "domain_application"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_key: Mapped[str] = mapped_column(unique=True, comment="of the confirmation page, against double presses")
    wish: Mapped[str]
    state: Mapped[str] = mapped_column(default=DomainState.UNPROVEN)
    registered_id: Mapped[int | None] = mapped_column(
        ForeignKey("orderer_domain.id"), comment="what is changed or removed, and later what came of it"
    )
    domain: Mapped[str] = mapped_column(comment="as it shall be; for a removal, as it is")
    body: Mapped[str]
    department: Mapped[str] = mapped_column(default="")
    person: Mapped[str] = mapped_column(comment="who applies")
    email: Mapped[str]
    phone: Mapped[str]
    remarks: Mapped[str] = mapped_column(default="")
    applied_at: Mapped[datetime]
    proof_hash: Mapped[str] = mapped_column(unique=True, comment="SHA-256 of the mailed link's token")
    proven_at: Mapped[datetime | None] = mapped_column(comment="the address is the applicant's")
    decided_at: Mapped[datetime | None]
    effective_on: Mapped[date | None] = mapped_column(comment="the batch (S3-45), or the day of the last decision")
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("wish", DomainWish),
        one_of("state", DomainState),
        CheckConstraint("(wish = 'add') OR (registered_id IS NOT NULL)", name="target"),
        Index(None, "state", "id"),
        STRICT,
    )


class DomainDecision(Base):
    """What the association or one insurer says to an application (S3-42)."""

    __tablename__ = "domain_decision"

    application_id: Mapped[int] = mapped_column(ForeignKey("domain_application.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    verdict: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    __table_args__ = (one_of("verdict", Verdict), STRICT)
