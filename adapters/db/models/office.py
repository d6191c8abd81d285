"""Settings of the office, and leases by which processes share out the work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class Setting(Base):
    """One setting a person changed; what is not here has its default."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]

    __table_args__ = (STRICT,)


class Lease(Base):
    """Who does a recurring job just now."""

    __tablename__ = "lease"

    job: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]
    last_done_at: Mapped[datetime | None]

    __table_args__ = (STRICT,)
