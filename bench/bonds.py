"""Pages of bonds as pictures (issue 7, item 8): the first time, again, and for a hundred readers at once.

The peer of a first picture is ``pdftoppm`` on the same page and resolution, as a program that is started for it and
writes a JPEG. Ours is asked over HTTP: session, sealed bytes opened, drawn, marked, sent. What comes again is compared
with a bare Flask page: it may take 20 ms more.
"""

from __future__ import annotations

import io
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from time import perf_counter

import pikepdf

from adapters.paper import PaperPool
from adapters.pdf import SandboxedPdfReader
from adapters.randomness import SystemRandomness
from app import build_office
from bench import served
from bench.figure import Figure, compare, in_turns, p95, timed
from bench.paper import sample_paper
from bench.sample_office import NoPaper
from bench.served import Served
from config import Config
from services import authorities
from services.office import Office
from tests import programs
from tests.factories import opened_bonds as folders

DPI, ZOOM = 150, "large"
BONDS, READERS = 10, 100
MORE_THAN_BARE_MS = 20.0


def measure(quick: bool) -> list[Figure]:
    """Aims: first picture 2 × pdftoppm; again 20 ms more than a bare page; a hundred readers without an error."""
    rounds = 20 if quick else 150
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as temporary:
        folder = Path(temporary)
        content = _bond(rounds + 5, folder)
        with _office(folder) as office:
            agent = folders.branch_of(office)
            folders.always_open(office)
            long = folders.folder_with(office, agent, "LONG", content)
            many = [folders.folder_with(office, agent, f"MANY-{n}", _numbered(content, n)) for n in range(BONDS)]
            reader = _Reader(office, long)
            crowd = [_Reader(office, many[n % BONDS]) for n in range(READERS)]
        with served.ours(folder) as ours, served.bare_flask() as bare:
            file = folder / "bond.pdf"
            file.write_bytes(content)
            first = _first(reader, ours.port, file, rounds)
            again = _again(reader, ours, bare, rounds * 2)
            return [*first, *again, _crowd(crowd, ours.port)]


def _first(reader: _Reader, port: int, file: Path, rounds: int) -> list[Figure]:
    """Each round another page, which nobody has seen before."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    ours, peers = count(1), count(1)

    def toppm() -> None:
        page = str(next(peers))
        command = ["pdftoppm", "-jpeg", "-r", str(DPI), "-f", page, "-l", page, str(file)]
        assert programs.run(command, check=True, capture_output=True).stdout.startswith(b"\xff\xd8")

    samples = in_turns(rounds, {"pdftoppm": timed(toppm), "ours": timed(lambda: reader.see(connection, next(ours)))})
    return [
        compare(
            samples["ours"], samples["pdftoppm"],
            bench="bonds", name=f"first picture of a page, {DPI} dpi", peer="pdftoppm", statistic=statistic,
            aim=2 if statistic == "p95" else None,
        )
        for statistic in ("median", "p95")
    ]  # fmt: skip


def _again(reader: _Reader, office: Served, bare: Served, rounds: int) -> list[Figure]:
    """The same page again: drawn already, marked anew. All of it happens in the web process, whose time is told too."""
    ours, stranger = (HTTPConnection("127.0.0.1", server.port, timeout=60) for server in (office, bare))

    def page() -> None:
        stranger.request("GET", "/")
        assert stranger.getresponse().read()

    def again() -> None:
        reader.see(ours, 1)

    passed = in_turns(rounds, {"bare": timed(page), "ours": timed(again)})
    computed = in_turns(rounds // 3, {"bare": served.computed(bare, page), "ours": served.computed(office, again)})
    return [
        compare(
            more := [own - other for own, other in zip(samples["ours"], samples["bare"], strict=True)],
            [MORE_THAN_BARE_MS] * len(more),
            bench="bonds", name=f"a picture again, beyond a bare page, {DPI} dpi", peer="20 ms",
            statistic=statistic, words=f"{statistic}, processor" if samples is computed else "",
            aim=1 if statistic == "p95" else None,
        )
        for samples in (passed, computed)
        for statistic in ("median", "p95")
    ]  # fmt: skip


def _crowd(crowd: list[_Reader], port: int) -> Figure:
    """Everybody at the same moment, each with viewer page and first picture; the peer is one who asks alone."""
    ready = threading.Barrier(len(crowd))

    def look(reader: _Reader) -> tuple[float, bool]:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        ready.wait(60)
        start = perf_counter()
        try:
            reader.open(connection)
            reader.see(connection, 1)
        except (AssertionError, OSError):
            return (perf_counter() - start) * 1000, False
        return (perf_counter() - start) * 1000, True

    with ThreadPoolExecutor(len(crowd)) as threads:
        seen = list(threads.map(look, crowd))
    failed = sum(not good for _, good in seen)
    slowest = p95([passed for passed, _ in seen])
    return Figure(
        bench="bonds", name=f"{len(crowd)} readers of {BONDS} bonds at once, failed (p95 {slowest:.0f} ms)",
        peer="readers", statistic="count", unit="", ours=failed, peers=len(crowd), ratio=failed / len(crowd),
        low=failed / len(crowd), high=failed / len(crowd), rounds=1, aim=0,
    )  # fmt: skip


class _Reader:
    """A browser that was let into a folder."""

    def __init__(self, office: Office, folder_id: int) -> None:
        self._cookie = ""
        opened = folders.looking(office, folder_id)
        folders.browser_with(office, self, opened)
        (self._file,) = folders.file_ids(office, folder_id)
        self._start = f"/bonds/viewing/{opened.viewing_id}"

    def set_cookie(self, name: str, value: str) -> None:
        self._cookie = f"{name}={value}"

    def open(self, connection: HTTPConnection) -> None:
        assert b"<img" in self._ask(connection, self._start)

    def see(self, connection: HTTPConnection, page: int) -> None:
        picture = self._ask(connection, f"{self._start}/{self._file}/{page}.jpg?zoom={ZOOM}")
        assert picture.startswith(b"\xff\xd8")

    def _ask(self, connection: HTTPConnection, path: str) -> bytes:
        connection.request("GET", path, headers={"Cookie": self._cookie})
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        return content


@contextmanager
def _office(folder: Path) -> Iterator[Office]:
    reader = SandboxedPdfReader(folder / "none", workers=1)
    office = build_office(Config(data=folder), renderer=NoPaper(), pdfs=reader)
    try:
        authorities.establish(office, key="p-384")
        yield office
    finally:
        reader.close()
        office.database.close()


def _bond(pages: int, folder: Path) -> bytes:
    """A dense, ruled page of Japanese with its fonts, as often as that; each time a page of its own."""
    with PaperPool(folder / "fonts", workers=1) as pool:
        printed = pool.render(sample_paper())
    with pikepdf.open(io.BytesIO(printed)) as source, pikepdf.Pdf.new() as pdf:
        for _ in range(pages):
            pdf.pages.append(source.pages[0])
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _numbered(content: bytes, number: int) -> bytes:
    """The first page alone, with other bytes for each number."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.pages[1:]
        pdf.docinfo["/Title"] = f"{number} {SystemRandomness().token()}"
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()
