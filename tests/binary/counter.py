"""The office of the single file in a bare system, with a mail server beside it."""

from __future__ import annotations

import queue
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from adapters.db.models import OutgoingMail
from tests.browser.conftest import Counter, Mailbox
from tests.typed_secrets import note_mail

MAIL_S = 120


@dataclass
class PostBox(Mailbox):
    """Says when a mail has come."""

    came: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        note_mail(str(self.messages[-1].get_content()))
        self.came.put(answer)
        return answer


@dataclass
class BareCounter(Counter):
    """The office in the bare system; ``office`` is the source's own view of the same data folder."""

    def post_mails(self) -> None:
        """Waits until the file's own worker has handed every mail to the mail server."""
        assert isinstance(self.mailbox, PostBox)
        for _ in range(MAIL_S * 5):
            if not self._waiting():
                return
            try:
                self.mailbox.came.get(timeout=0.2)
            except queue.Empty:
                continue
        raise AssertionError("the worker of the single file sends no mail")

    def _waiting(self) -> int:
        with self.office.database.read() as session:
            unsent = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.sent_at.is_(None))
            return session.execute(unsent).scalar_one()
