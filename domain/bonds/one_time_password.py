"""The orderer's one-time password (S3-27…S3-30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.certificates.numbering import Letters
from domain.errors import Gone

DIGITS: Final = 8
VALID_FOR: Final = timedelta(minutes=30)
TRIES: Final = 5
MAILS: Final = 5
"""So many mails a link may cause in ``MAILS_WINDOW``: nobody's mailbox is flooded through us."""
MAILS_WINDOW: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimePassword:
    """What is stored of one log-in, and whether a password may still be tried on it."""

    requested_at: datetime
    expires_at: datetime | None = None
    """Half an hour from the sending; None: the mail has not gone out yet."""
    tries: int = 0
    used: bool = False

    def may_be_sent(self, now: datetime) -> bool:
        """A mail that waited half an hour is sent no more, and none after its password's end."""
        return not self.used and now < (self.expires_at or self.requested_at + VALID_FOR)

    def check_open(self, now: datetime) -> None:
        """Raises ``Gone``: ``otp_used``, ``otp_tries_over`` or ``otp_expired``; then one logs in anew (S3-29)."""
        if self.used:
            raise Gone("otp_used", "one_time_password")
        if self.tries >= TRIES:
            raise Gone("otp_tries_over", "one_time_password", tries=TRIES)
        if now >= (self.expires_at or self.requested_at + VALID_FOR):
            raise Gone("otp_expired", "one_time_password", minutes=int(VALID_FOR.total_seconds() // 60))


def new_one_time_password(letters: Letters) -> str:
    """Eight digits."""
    return letters("0123456789", DIGITS)
