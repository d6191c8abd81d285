"""The demo's mails: what the office would have sent, to be read in the browser."""

from __future__ import annotations

from pathlib import Path

from adapters.mail.catcher import CaughtMail, MailCatcher
from services.office import Office


def newest(office: Office, folder: Path) -> list[CaughtMail]:
    """The mails caught in a folder, newest first."""
    return MailCatcher(folder, office.clock).caught()


def read(office: Office, folder: Path, name: str) -> CaughtMail:
    """One of them. Raises ``NotFound('no_such_mail')``."""
    return MailCatcher(folder, office.clock).read(name)
