"""The outbox: a mail is committed with what caused it (design §10)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base, one_of


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class OutgoingMail(Base):
    """One message to one person."""

    __tablename__ = "outgoing_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True, comment="stays the same however often it is tried")
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str] = mapped_column(comment="folder of templates/mail")
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(comment="with [[places]] where a secret goes in at sending")
    sealed_secrets: Mapped[bytes | None] = mapped_column(comment="place → secret; erased once sent")
    state: Mapped[str] = mapped_column(default=MailState.WAITING)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(comment="not tried before")
    leased_until: Mapped[datetime | None] = mapped_column(comment="another worker holds it until then")
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]

    __table_args__ = (one_of("state", MailState), Index(None, "state", "due_at"), STRICT)
