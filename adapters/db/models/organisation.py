"""Insurers, their agencies, and the association (S3-04, S3-13, S3-14)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of
from domain.organisation import OrganisationKind


class Organisation(Base):
    """A house of its own whose people have accounts here."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]

    __table_args__ = (one_of("kind", OrganisationKind), STRICT)


class Representation(Base):
    """An agency acts for an insurer; for several, each in a row of its own (乗合代理店)."""

    __tablename__ = "representation"

    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    insurer_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)

    __table_args__ = (STRICT,)
