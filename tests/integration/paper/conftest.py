"""One pool for all tests of papers, and eyes for PDFs (poppler)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.paper import PaperPool
from domain.certificates.printed import Paper
from tests import programs


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperPool]:
    with PaperPool(tmp_path_factory.mktemp("paper"), workers=1, timeout_s=60) as made:
        made.warm()
        yield made


class Printed:
    """Each paper once: to print takes half a second, and many tests look at the same."""

    def __init__(self, pool: PaperPool) -> None:
        self._pool = pool
        self._pdfs: dict[Paper, bytes] = {}

    def __call__(self, paper: Paper) -> bytes:
        if paper not in self._pdfs:
            self._pdfs[paper] = self._pool.render(paper)
        return self._pdfs[paper]


@pytest.fixture(scope="session")
def printed(pool: PaperPool) -> Printed:
    return Printed(pool)


Look = Callable[..., str]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Runs a poppler tool on PDF bytes; ``{}`` stands for the file: ``look(pdf, "pdffonts", "{}")``."""

    def run(pdf: bytes, *command: str) -> str:
        path = tmp_path / "seen.pdf"
        path.write_bytes(pdf)
        filled = [part.replace("{}", str(path)) for part in command]
        return programs.run(filled, check=True, capture_output=True, text=True).stdout

    return run


@pytest.fixture
def text_of(look: Look) -> Callable[[bytes], list[str]]:
    """The text of every page, without spaces and line ends."""

    def read(pdf: bytes) -> list[str]:
        pages = look(pdf, "pdftotext", "-enc", "UTF-8", "{}", "-").split("\f")[:-1]
        return ["".join(page.split()) for page in pages]

    return read
