"""The demo's mail server: a folder. Several processes may put mails in at the same time."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from adapters.clock import system_clock
from domain.errors import NotFound
from domain.ports import Clock

_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}")
_STAMP = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtMail:
    """One mail as its recipient would read it."""

    name: str
    """Names it in ``MailCatcher.read``."""
    caught_at: datetime
    message_id: str
    sender: str
    recipient: str
    subject: str
    body: str


class MailCatcher:
    """Keeps every message as an ``.eml`` file, readable by its owner only. Never for real data."""

    def __init__(self, folder: Path, clock: Clock = system_clock) -> None:
        self._folder = folder
        self._clock = clock

    def send(self, message: EmailMessage) -> None:
        """Never refuses."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:12]
        name = f"{self._clock().astimezone(UTC).strftime(_STAMP)}-{digest}"
        # Written aside and moved into place: a reader never sees half a mail.
        aside = self._folder / f".{name}.{os.getpid()}"
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message.as_bytes())
        aside.replace(self._folder / f"{name}.eml")

    def caught(self, *, limit: int = 100) -> list[CaughtMail]:
        """The newest mails, newest first."""
        names = sorted((path.stem for path in self._folder.glob("*.eml") if _NAME.fullmatch(path.stem)), reverse=True)
        return [self.read(name) for name in names[:limit]]

    def read(self, name: str) -> CaughtMail:
        """One mail. Raises ``NotFound('no_such_mail')``."""
        path = self._folder / f"{name}.eml"
        # The name comes from an address bar: nothing but our own names reaches the disk.
        if not _NAME.fullmatch(name) or not path.is_file():
            raise NotFound("no_such_mail")
        message = message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)  # noqa: S101 — the policy makes it so
        return CaughtMail(
            name=name,
            caught_at=datetime.strptime(name.partition("-")[0], _STAMP).replace(tzinfo=UTC),
            message_id=str(message["Message-ID"]),
            sender=str(message["From"]),
            recipient=str(message["To"]),
            subject=str(message["Subject"]),
            body=str(message.get_content()).replace("\r\n", "\n"),
        )
