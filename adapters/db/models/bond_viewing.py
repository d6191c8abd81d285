"""Who looks at bonds: viewing sessions, orderers' log-ins, and the log of what was seen (S3-26…S3-40)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.bonds.viewing import Ability


class BondAct(StrEnum):
    """What is written into the log of a folder."""

    OPENED = "opened"
    SEEN = "seen"
    DOWNLOADED = "downloaded"
    REFUSED = "refused"


class BondViewing(Base):
    """One viewing session of one browser, bound to the URL, password and domain it was opened with."""

    __tablename__ = "bond_viewing"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(unique=True, comment="SHA-256 of what the browser's session holds")
    folder_id: Mapped[int] = mapped_column(ForeignKey("bond_folder.id"), index=True)
    ability: Mapped[str]
    email: Mapped[str] = mapped_column(default="", comment="the orderer's; empty for who only views")
    domain: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(comment="network address it was opened from")
    url_hash: Mapped[str]
    password_generation: Mapped[int]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None] = mapped_column(comment="left by the person")

    __table_args__ = (
        one_of("ability", Ability),
        CheckConstraint("(ability = 'download') = (domain <> '')", name="orderer"),
        STRICT,
    )


class BondAccess(Base):
    """Who opened, saw and took what, when; kept with the folder's tombstone."""

    __tablename__ = "bond_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("bond_folder.id"))
    viewing_id: Mapped[int] = mapped_column(ForeignKey("bond_viewing.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("bond_file.id"))
    act: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        one_of("act", BondAct),
        Index(None, "folder_id", "id"),
        Index(None, "viewing_id", "file_id", "act"),
        STRICT,
    )


class OrdererLogIn(Base):
    """An orderer between password and one-time password, bound to browser, folder and address (S3-27)."""

    __tablename__ = "orderer_log_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(unique=True, comment="SHA-256 of what the browser's session holds")
    folder_id: Mapped[int] = mapped_column(ForeignKey("bond_folder.id"))
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_mail.id"), index=True)
    email: Mapped[str]
    url_hash: Mapped[str]
    password_generation: Mapped[int]
    requested_at: Mapped[datetime] = mapped_column(index=True)
    code_hash: Mapped[str | None] = mapped_column(comment="made when its mail is sent")
    expires_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("(code_hash IS NULL) = (expires_at IS NULL)", name="made"), STRICT)
