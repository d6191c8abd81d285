"""One mail as it goes over the wire (RFC 5322, RFC 2045…2047, RFC 3834)."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from adapters.mail.errors import MailNotSent
from domain.japanese.local_time import JST

_DOT_ATOM: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN: Final = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def build(
    *,
    message_id: str,
    sender: str,
    sender_name: str,
    recipient: str,
    subject: str,
    body: str,
    now: datetime,
) -> EmailMessage:
    """Makes the message; raises ``MailNotSent`` (permanent) for values that are no header of one line.

    The body goes as base64: its lines are ASCII and short, so that no server on the way has to touch them.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(_one_line(sender_name), addr_spec=sender)
        message["To"] = mailbox(recipient)
        message["Subject"] = _one_line(subject)
        message["Date"] = format_datetime(now.astimezone(JST))
        message["Message-ID"] = _checked_id(message_id)
        # Nobody's holiday reply is to come back to us (RFC 3834 §5; the second is for Exchange).
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message["Content-Language"] = "ja"
        message.set_content(body, charset="utf-8", cte="base64")
    except (ValueError, IndexError) as wrong:
        raise MailNotSent(f"the message cannot be made: {type(wrong).__name__}", permanent=True) from wrong
    return message


def mailbox(address: str) -> str:
    """The address as header and envelope have it: one mailbox, whatever is in it.

    Old carrier addresses (``a..b@docomo.ne.jp``) are no dot-atom, so their local part goes in quotes
    (RFC 5321 §4.1.2). Raises ``ValueError`` for what cannot be an ASCII mailbox.
    """
    local, _, domain = _one_line(address).rpartition("@")
    if not local or not local.isascii() or not _DOMAIN.fullmatch(domain):
        raise ValueError("not a mail address")
    if not _DOT_ATOM.fullmatch(local):
        local = '"' + local.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{local}@{domain}"


def recipient_of(message: EmailMessage) -> str:
    """The mailbox to which the envelope goes."""
    return _only_mailbox(message, "To")


def sender_of(message: EmailMessage) -> str:
    """The mailbox from which it comes."""
    return _only_mailbox(message, "From")


def _only_mailbox(message: EmailMessage, header: str) -> str:
    (address,) = message[header].addresses
    return mailbox(f"{address.username}@{address.domain}")


def _one_line(text: str) -> str:
    # A line break would begin a header of the attacker's own.
    if _CONTROL.search(text):
        raise ValueError("a header has one line")
    return text


def _checked_id(message_id: str) -> str:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("not a Message-ID")
    return message_id
