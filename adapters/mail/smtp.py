"""The way out through a mail server (RFC 5321), over TLS unless the office says otherwise."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage

from adapters.mail.errors import MailNotSent
from adapters.mail.message import recipient_of, sender_of


class SmtpTransport:
    """Hands each message to one mail server in a connection of its own.

    ``tls`` is ``starttls``, ``tls`` or ``none``; with the first two the server's certificate is verified and
    nothing is sent without encryption. ``sender`` is where the envelope sends failures back to; by default
    the address in From. ``patience`` is the longest wait for each single answer. ``context`` replaces the
    system's trusted authorities by others.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        user: str = "",
        password: str = "",
        tls: str = "starttls",
        sender: str = "",
        context: ssl.SSLContext | None = None,
        patience: timedelta = timedelta(seconds=30),
    ) -> None:
        if tls not in {"starttls", "tls", "none"}:
            raise ValueError("tls must be starttls, tls or none")
        if user and tls == "none":
            raise ValueError("a password is not sent without TLS")
        self._host, self._port = host, port
        self._user, self._password = user, password
        self._tls, self._sender = tls, sender
        self._context = context or ssl.create_default_context()
        self._patience = patience.total_seconds()

    def send(self, message: EmailMessage) -> None:
        """Raises ``MailNotSent``; permanent only where the server refused this recipient or this message."""
        recipient, sender = recipient_of(message), self._sender or sender_of(message)
        try:
            connection = self._connect(sender)
        except (smtplib.SMTPException, OSError) as fault:
            raise _server_away(fault) from fault
        try:
            connection.send_message(message, sender, [recipient])
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refusal(*next(iter(refused.recipients.values()))) from refused
        except smtplib.SMTPDataError as refused:
            raise _refusal(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPException, OSError) as fault:
            # A refused sender is here too: it is our setting that is wrong, and no reason to lose the mail.
            raise _server_away(fault) from fault
        finally:
            _leave(connection)

    def _connect(self, sender: str) -> smtplib.SMTP:
        # Our own name is the sender's domain: asking the system for it can hang on a name server.
        name = sender.rpartition("@")[2]
        if self._tls == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, local_hostname=name, timeout=self._patience, context=self._context
            )
        else:
            connection = smtplib.SMTP(self._host, self._port, local_hostname=name, timeout=self._patience)
        try:
            if self._tls == "starttls":
                connection.starttls(context=self._context)
            if self._user:
                connection.login(self._user, self._password)
        except BaseException:
            connection.close()
            raise
        return connection


def _leave(connection: smtplib.SMTP) -> None:
    """Says good-bye; whatever happens now, the server has said its word about the message."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        if connection.sock is not None:
            connection.sock.settimeout(2)
        connection.quit()
    connection.close()


def _refusal(code: int, words: bytes | str) -> MailNotSent:
    # 421: the server is closing down, whatever the command was (RFC 5321 §3.8).
    return MailNotSent(_said(code, words), permanent=500 <= code < 600, server_away=code == 421 or code < 400)


def _server_away(fault: Exception) -> MailNotSent:
    kind = type(fault).__name__
    if isinstance(fault, smtplib.SMTPResponseException):
        reason = f"{kind}: {_said(fault.smtp_code, fault.smtp_error)}"
    else:
        reason = f"{kind}: {fault}"
    return MailNotSent(reason, permanent=False, server_away=True)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"
