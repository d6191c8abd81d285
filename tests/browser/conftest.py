"""The counter as people meet it: waitress, a mail server and Chromium, all real, on this machine only."""

from __future__ import annotations

import email
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default as policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from adapters.clock import ShiftedClock
from adapters.mail.smtp import SmtpTransport
from adapters.paper import PaperPool
from app import create_app
from domain.japanese.business_day import next_business_day
from domain.japanese.local_time import day_in_japan, start_of_day
from domain.ports import PdfRenderer
from services import outbox
from services.office import Office
from tests.factories.offices import make_config, make_office
from tests.factories.printing import paper_pool
from tests.ports import free_port
from tests.served import served


@dataclass
class Mailbox:
    """What the mail server was handed."""

    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's name
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy))
        return "250 OK"

    def newest(self, subject: str) -> str:
        found = [m for m in self.messages if subject in m["Subject"]]
        assert found, f"no mail 「{subject}」 among {[m['Subject'] for m in self.messages]}"
        return str(found[-1].get_content())


@dataclass
class Counter:
    """A running office."""

    url: str
    office: Office
    clock: ShiftedClock
    mailbox: Mailbox
    _transport: SmtpTransport

    def post_mails(self) -> None:
        """What the worker does every two seconds."""
        outbox.send_due(self.office, self._transport, "madoguchi@example.jp", limit=20)

    def turn_clock(self, by: timedelta) -> datetime:
        self.clock.advance(by)
        return self.clock()


def in_business_hours() -> ShiftedClock:
    """Shows noon of the next business day: some counters are shut at night and at weekends, whenever tests run."""
    clock = ShiftedClock()
    now = clock()
    clock.advance(start_of_day(next_business_day(day_in_japan(now))) + timedelta(hours=12) - now)
    return clock


@pytest.fixture(scope="session")
def renderer() -> PaperPool:
    return paper_pool()


@pytest.fixture
def counter(tmp_path: Path, renderer: PaperPool) -> Iterator[Counter]:
    with opened_counter(tmp_path, renderer) as opened:
        yield opened


@contextmanager
def opened_counter(folder: Path, renderer: PdfRenderer) -> Iterator[Counter]:
    port, mail_port = free_port(), free_port()
    url, clock, mailbox = f"http://127.0.0.1:{port}", in_business_hours(), Mailbox()
    office = make_office(folder, renderer, clock=clock, public_url=url)
    post_office = Controller(mailbox, hostname="127.0.0.1", port=mail_port, ready_timeout=60)
    transport = SmtpTransport(host="127.0.0.1", port=mail_port, user="", password="", tls="none")
    post_office.start()
    try:
        with served(create_app(make_config(folder, public_url=url), office=office), port):
            yield Counter(url, office, clock, mailbox, transport)
    finally:
        post_office.stop()
        office.database.close()
