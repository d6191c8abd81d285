"""A whole office with one person at each desk; a quick printer, and the real one where paper is the point."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.paper import PaperPool
from services.office import Office
from tests.factories.applications import Crew, hire
from tests.factories.offices import FixedClock, make_office
from tests.factories.printing import paper_pool
from tests.fakes.printer import QuickPrinter


@pytest.fixture
def printer() -> QuickPrinter:
    return QuickPrinter()


@pytest.fixture
def office(tmp_path: Path, printer: QuickPrinter) -> Iterator[Office]:
    made = make_office(tmp_path, printer)
    yield made
    made.database.close()


@pytest.fixture
def clock(office: Office) -> FixedClock:
    assert isinstance(office.clock, FixedClock)
    return office.clock


@pytest.fixture
def crew(office: Office) -> Crew:
    return hire(office)


@pytest.fixture(scope="session")
def real_printer() -> PaperPool:
    return paper_pool()
