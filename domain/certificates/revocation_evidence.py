"""How a holder's own request came, and when a signed mail is good for one (S4-193, S4-198)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.errors import InvalidInput

FRESH_DAYS: Final = 30
"""A mail signed longer ago is none: whoever finds an old one may not use it against the holder."""
CLOCKS_DIFFER: Final = timedelta(minutes=10)


class RevocationWay(StrEnum):
    """The two ways of S4-193."""

    PAPER = "paper"
    SIGNED_MAIL = "signed_mail"


def require_fresh(signed_at: datetime | None, *, not_before: datetime, now: datetime) -> datetime:
    """The moment of signing, if a mail signed then may be taken now.

    Raises ``InvalidInput`` at ``mail``: ``mail_without_time``, ``mail_from_the_future``, ``mail_before_certificate``,
    ``mail_too_old``.
    """
    if signed_at is None:
        raise InvalidInput("mail_without_time", "mail")
    if signed_at > now + CLOCKS_DIFFER:
        raise InvalidInput("mail_from_the_future", "mail")
    if signed_at < not_before - CLOCKS_DIFFER:
        raise InvalidInput("mail_before_certificate", "mail")
    if signed_at < now - timedelta(days=FRESH_DAYS):
        raise InvalidInput("mail_too_old", "mail", days=FRESH_DAYS)
    return signed_at
