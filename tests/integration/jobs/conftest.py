"""An office whose clock one can turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.clock import ShiftedClock
from services.office import Office
from tests.integration.mail.desk import open_new_office
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
def server() -> Iterator[MailServer]:
    with serving(MailServer()) as started:
        yield started
