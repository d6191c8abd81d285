"""An office with two insurers, an agency and the association: founded once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.office import Office
from tests.factories.bonds import Houses, found_houses
from tests.factories.offices import FixedClock, make_office
from tests.fakes.printer import QuickPrinter


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Houses]:
    folder = tmp_path_factory.mktemp("founded")
    office = make_office(folder, QuickPrinter())
    houses = found_houses(office)
    office.database.forget_old_pages()
    office.database.close()
    return folder, houses


@pytest.fixture
def office(tmp_path: Path, founded: tuple[Path, Houses]) -> Iterator[Office]:
    folder = tmp_path / "office"
    shutil.copytree(founded[0], folder)
    made = make_office(folder, QuickPrinter())
    yield made
    made.database.close()


@pytest.fixture
def clock(office: Office) -> FixedClock:
    assert isinstance(office.clock, FixedClock)
    return office.clock


@pytest.fixture
def houses(founded: tuple[Path, Houses]) -> Houses:
    return founded[1]
