"""受領書: until when it must come, how it may be put off, and what a holder signs instead (S4-176…S4-180).

Days are Japan's. The day of issue is day 0; the last day still counts in full.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from domain.certificates.numbering import grouped
from domain.errors import InvalidInput

LONGEST_EXTENSION: Final = 90
"""Days from today: a certificate that nobody confirms for longer is not waited for, it is decided about."""
LONGEST_REASON: Final = 500
"""Characters."""


class ReceiptWay(StrEnum):
    """How the holder said that the certificate is right."""

    PAPER = "paper"
    """The sealed sheet of the cover letter (S4-176)."""
    ONLINE = "online"
    """The statement below, signed with the new certificate."""


def due_on(issued_on: date, receipt_days: int, extended_to: date | None = None) -> date:
    """受領書送付期限日 (S4-179), or the day to which the office put it off."""
    return extended_to or issued_on + timedelta(days=receipt_days)


def check_return(returned_on: date, *, issued_on: date, today: date) -> None:
    """Raises ``InvalidInput`` at ``returned_on`` for a day on which no receipt can have come."""
    if returned_on > today:
        raise InvalidInput("day_in_future", "returned_on")
    if returned_on < issued_on:
        raise InvalidInput("returned_before_issue", "returned_on", first_day=issued_on)


def check_extension(until: date, reason: str, *, due: date, today: date) -> str:
    """The reason, trimmed. Raises ``InvalidInput`` at ``until`` or ``reason``."""
    latest = today + timedelta(days=LONGEST_EXTENSION)
    if until <= max(due, today):
        raise InvalidInput("extension_too_short", "until", last_day=max(due, today))
    if until > latest:
        raise InvalidInput("extension_too_long", "until", last_day=latest)
    words = reason.strip()
    if not words:
        raise InvalidInput("required", "reason")
    if len(words) > LONGEST_REASON:
        raise InvalidInput("too_long", "reason", limit=LONGEST_REASON)
    return words


def reminded_if_issued_before(today: date, reminder_days: int) -> date:
    """Whoever was issued a certificate before this day is reminded of the receipt today."""
    return today - timedelta(days=reminder_days - 1)


def statement(contract_number: str) -> str:
    """What the holder signs in place of the sealed sheet: its words (S4-176), and whose they are.

    It follows from the contract number alone and has no date: to sign it again says the same thing again. So it reads
    the same for whoever got a medium, and the page need not tell which numbers these are.
    """
    words = "電子証明書のダウンロード(媒体の場合は受領)及び記載内容を確認しました。"
    return f"{words}\n契約番号: {grouped(contract_number)}\n"
