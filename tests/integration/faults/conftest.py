"""The same office as the services' tests have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.office import Office
from tests.factories.offices import FixedClock, make_office
from tests.fakes.printer import QuickPrinter


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path, QuickPrinter())
    yield made
    made.database.close()


@pytest.fixture
def clock(office: Office) -> FixedClock:
    assert isinstance(office.clock, FixedClock)
    return office.clock
