"""Members of staff and the brakes on guessing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adapters.db.models.base import STRICT, Base, one_of
from domain.access import Role


class Staff(Base):
    """A person who works in the office, or for an organisation at its counter."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None] = mapped_column(comment="empty until the invited person has chosen one")
    sealed_totp: Mapped[bytes | None] = mapped_column(comment="secret of the one-time codes (RFC 6238)")
    totp_step: Mapped[int] = mapped_column(default=0, comment="last step used: a code works once")
    active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]
    enrolled_at: Mapped[datetime | None] = mapped_column(
        comment="since when password and second factor are the person's own"
    )
    last_log_in_at: Mapped[datetime | None]
    session_epoch: Mapped[int] = mapped_column(default=0, comment="goes up when every session must end")
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True, comment="empty: the office's own people"
    )

    roles: Mapped[list[StaffRole]] = relationship()

    __table_args__ = (STRICT,)


class StaffRole(Base):
    """A post a person holds."""

    __tablename__ = "staff_role"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (one_of("role", Role), STRICT)


class Throttle(Base):
    """Tries counted in a window of time, in the database and so for all processes."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(primary_key=True, comment="what is counted, e.g. log_in|<hash of address>")
    tries: Mapped[int]
    since: Mapped[datetime]

    __table_args__ = (STRICT,)
