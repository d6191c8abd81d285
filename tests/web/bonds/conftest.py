"""One office with bonds for a file of tests; each test opens its own viewing sessions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories.offices import make_office
from tests.factories.pdfs import bond
from tests.fakes.printer import QuickPrinter
from tests.web.bonds.viewing_desk import ViewingDesk, desk_in


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ViewingDesk]:
    folder = tmp_path_factory.mktemp("bonds")
    office = make_office(folder, QuickPrinter(), public_url="http://localhost")
    yield desk_in(office, folder, (bond("証券"), bond("約款")), (bond("他社の証券"),))
    office.database.close()
