"""Words of mails that the office wrote in place of ours."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.db.models.base import STRICT, Base


class MailText(Base):
    """Subject and body of one message; where there is no row, templates/mail holds."""

    __tablename__ = "mail_text"

    kind: Mapped[str] = mapped_column(primary_key=True, comment="folder of templates/mail")
    subject: Mapped[str]
    body: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    __table_args__ = (STRICT,)
