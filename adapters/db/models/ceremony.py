"""Acts upon the authorities, proposed by one person and carried out by another (design §4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.pki.ceremony import UPON_ONE, CeremonyAct, CeremonyState

_UPON_ONE = ", ".join(f"'{act}'" for act in CeremonyAct if act in UPON_ONE)


class Ceremony(Base):
    """One act, with what was so before and after it."""

    __tablename__ = "ceremony"

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str]
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"), comment="what it is done to")
    note: Mapped[str] = mapped_column(comment="why, in words of the office")
    state: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), comment="empty: at the command line")
    proposed_name: Mapped[str] = mapped_column(comment="as the person was called then")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_name: Mapped[str | None]
    facts: Mapped[dict[str, Any] | None] = mapped_column(comment="every authority before and after, the version")

    __table_args__ = (
        one_of("act", CeremonyAct),
        one_of("state", CeremonyState),
        CheckConstraint(f"(act IN ({_UPON_ONE})) = (authority_id IS NOT NULL)", name="authority"),
        CheckConstraint("(state <> 'proposed') = (decided_at IS NOT NULL)", name="decided"),
        CheckConstraint("(state <> 'proposed') = (decided_name IS NOT NULL)", name="decided_name"),
        CheckConstraint("(state = 'carried_out') = (facts IS NOT NULL)", name="facts"),
        # Two people cannot propose the same at once: the second is told of the first.
        Index("uq_ceremony_open", "act", unique=True, sqlite_where=text("state = 'proposed'")),
        STRICT,
    )


class CeremonyProtocol(Base):
    """The signed paper of a ceremony. As with every certificate, the serial number of the seal is committed first."""

    __tablename__ = "ceremony_protocol"

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(ForeignKey("ceremony.id"))
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), comment="who certified the seal")
    serial_number: Mapped[str] = mapped_column(unique=True, comment="hexadecimal, 40 characters")
    intended_at: Mapped[datetime]
    certificate: Mapped[bytes | None] = mapped_column(comment="its key was never stored")
    pdf: Mapped[bytes | None]
    sha256: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("(pdf IS NULL) = (certificate IS NULL)", name="sealed"),
        CheckConstraint("(pdf IS NULL) = (sha256 IS NULL)", name="digest"),
        Index("uq_ceremony_protocol_printed", "ceremony_id", unique=True, sqlite_where=text("pdf IS NOT NULL")),
        STRICT,
    )
