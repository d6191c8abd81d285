"""A real mail server on this machine that can be told how to answer."""

from __future__ import annotations

import queue
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.ports import free_port

PATIENCE = 20
"""Seconds after which a mail that did not come is a failed test."""
ACCEPTED = "250 OK"


@dataclass
class Arrived:
    """One mail as it came over the wire."""

    sender: str
    recipients: list[str]
    raw: bytes
    encrypted: bool
    logged_in: bool

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.raw, policy=default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def body(self) -> str:
        return str(self.message.get_content()).replace("\r\n", "\n")


@dataclass
class MailServer:
    """Answers as told and keeps what it accepted; ``break_off`` names the command at which it hangs up."""

    port: int = 0
    at_sender: str = ACCEPTED
    at_recipient: str = ACCEPTED
    at_message: str = ACCEPTED
    break_off: str = ""
    tried: int = 0
    known: tuple[str, str] = ("", "")
    _arrived: queue.SimpleQueue[Arrived] = field(default_factory=queue.SimpleQueue)

    def next(self) -> Arrived:
        return self._arrived.get(timeout=PATIENCE)

    def take_all(self) -> list[Arrived]:
        # No property: the server's library reads every attribute of its handler at each connection.
        found = []
        while not self._arrived.empty():
            found.append(self._arrived.get())
        return found

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login.decode(), data.password.decode()) == self.known
        # Not "handled": the server is to give the answer.
        return AuthResult(success=right, handled=False)

    async def handle_MAIL(  # noqa: N802 — the server calls it by this name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.tried += 1
        if self.at_sender == ACCEPTED:
            envelope.mail_from = address
        return self.at_sender

    async def handle_RCPT(  # noqa: N802 — the server calls it by this name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.break_off == "RCPT":
            hang_up(server)
        if self.at_recipient == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 — as above
        if self.break_off == "DATA":
            hang_up(server)
        if self.at_message == ACCEPTED and self.break_off != "DATA":
            assert isinstance(envelope.content, bytes)
            assert server.transport is not None
            encrypted = server.transport.get_extra_info("ssl_object") is not None
            self._arrived.put(
                Arrived(
                    sender=envelope.mail_from or "",
                    recipients=envelope.rcpt_tos,
                    raw=envelope.content,
                    encrypted=encrypted,
                    logged_in=bool(session.authenticated),
                )
            )
        return self.at_message


def hang_up(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.close()


@contextmanager
def serving(
    server: MailServer, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[MailServer]:
    """Serves on a port of its own until the block ends."""
    server.port = server.port or free_port()
    options: dict[str, Any] = {"authenticator": server.authenticate} if server.known[0] else {}
    if starttls:
        options |= {"tls_context": starttls, "require_starttls": True}
    if tls:
        # The server's library does not count a connection as encrypted that began so.
        options |= {"ssl_context": tls, "auth_require_tls": False}
    controller = Controller(server, hostname="127.0.0.1", port=server.port, ready_timeout=PATIENCE, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
