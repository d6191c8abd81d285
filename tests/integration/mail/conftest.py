"""An office with one application, and a mail server to write to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.clock import ShiftedClock
from adapters.mail.smtp import SmtpTransport
from services.office import Office
from tests.integration.mail.desk import add_application, open_new_office
from tests.integration.mail.mail_server import MailServer, serving


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_new_office(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def clock(office: Office) -> ShiftedClock:
    assert isinstance(office.clock, ShiftedClock)
    return office.clock


@pytest.fixture
def application_id(office: Office) -> int:
    return add_application(office)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving(MailServer()) as started:
        yield started


@pytest.fixture
def transport(server: MailServer) -> SmtpTransport:
    return SmtpTransport("127.0.0.1", server.port, tls="none", patience=timedelta(seconds=10))
