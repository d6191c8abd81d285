"""Many applicants at once (issue 4): pages while fifty people fill in forms, and while a hundred forms are printed.

A crowd at its own pace: each person asks for one page after the other, with a pause between, far shorter than anybody
takes to read one, and never twice the same: people do not walk in step. Beside it one more person asks for a bare Flask
page, on the same machine at the same moments. The bar for the pages is a time, 300 ms; the table says it as a ratio to
those 300 ms, and names the bare page.

The burst: a few people fill in forms, again and again. First it is quiet; then as many people as forms press
「利用申込書印刷画面へ」 at one moment and do what their page says, follow where it leads and look again when it tells
them to, until each has the form. The pages of the few from the press until the last form was fetched are held against
the pages of the same few in the quiet before. Who presses does so in a process of its own: a hundred people who share
one Python with those who hold the watch would keep them from looking at it.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import monotonic, perf_counter, sleep

from bench import served
from bench.figure import Figure, p95
from bench.sample_office import office_in
from bench.visitor import APPLY, Visitor
from tests.factories.applications import SAMPLE

PEOPLE, FEW, FORMS = 50, 10, 100
PAUSE_S = 2.0
"""Between two pages of a person, on average."""
WALK_S = 80.0
"""How long the crowd walks, and how long the quiet before the burst is."""
LONGEST_PAGE_MS = 300.0
TIMES_QUIET = 3.0
PATIENCE_S = 600.0
GOLDEN = 0.618034
"""Its multiples, without their whole parts, are spread evenly and never come in step."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page that somebody asked for: when (``perf_counter``, one clock for all processes), and how long it took."""

    name: str
    at: float
    ms: float

    @property
    def until(self) -> float:
        """When it was there."""
        return self.at + self.ms / 1000


@dataclass(frozen=True, slots=True)
class Rush:
    """From the press until the last form was fetched (``perf_counter``), and what came of it."""

    began: float
    ended: float
    delivered: int
    queued: int


def measure(quick: bool) -> list[Figure]:
    """Aims: p95 of every page 300 ms; all forms delivered, and pages under three times their quiet p95 meanwhile."""
    people, few, forms = (2, 2, 2) if quick else (PEOPLE, FEW, FORMS)
    pause, walk_s = (0.2, 2.0) if quick else (PAUSE_S, WALK_S)
    with (
        tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as folder,
        _served(Path(folder), quick) as ours,
        served.bare_flask() as bare,
    ):
        crowd = [_ready(ours.port) for _ in range(people)]
        full, bare_page = _crowd(crowd, Visitor(bare.port), pause, walk_s)
        pages, rush = _burst(crowd[:few], ours.port, forms, pause, walk_s)
        for person in crowd:
            person.close()
    quiet = _by_name(page for page in pages if page.until < rush.began)
    during = _by_name(page for page in pages if page.until >= rush.began and page.at <= rush.ended)
    return [
        *(_held(page, taken, bare_page, people) for page, taken in sorted(_by_name(full).items())),
        _all_there(rush, forms),
        *(_beside_quiet(page, during[page], quiet[page]) for page in sorted(quiet.keys() & during.keys())),
        _latest(during),
    ]


@contextmanager
def _served(folder: Path, quick: bool) -> Iterator[served.Served]:
    """An office of its own, as it is made at the first start: to apply, no authority is needed."""
    if quick:  # its authority is made before: the first start draws large keys
        with office_in(folder, quick=True):
            pass
    with served.ours(folder, quick=quick) as ours:
        yield ours


def _ready(port: int, *, filled: bool = False) -> Visitor:
    """Somebody who has agreed to the terms, and whose form is filled in where asked."""
    person = Visitor(port)
    person.agree()
    if filled:
        person.fill_in()
    person.close()  # the server hangs up on who is silent; the next page opens a line of its own
    return person


@contextmanager
def _walking(crowd: list[Visitor], pause: float) -> Iterator[list[Page]]:
    """While the block runs everybody goes through the form, again and again; gives the pages as they come."""
    pages: list[Page] = []
    over = threading.Event()

    def person(number: int) -> None:
        paces = (pause * (0.5 + step * GOLDEN % 1) for step in range(number * 1_000, (number + 1) * 1_000))
        sleep(pause * number / len(crowd))  # they come in one after the other, as people do
        while not over.is_set():
            _fill(crowd[number], paces, pages)

    with ThreadPoolExecutor(len(crowd)) as threads:
        walks = [threads.submit(person, number) for number in range(len(crowd))]
        try:
            yield pages
        finally:
            over.set()
        for walk in walks:
            walk.result()


def _fill(person: Visitor, paces: Iterator[float], pages: list[Page]) -> None:
    """Once through the form: opened, priced, sent with a slip, sent, confirmed."""

    def page(name: str, ask: Callable[[], object]) -> None:
        start = perf_counter()
        ask()
        pages.append(Page(name, start, (perf_counter() - start) * 1000))
        sleep(next(paces))

    page("form", lambda: person.get(f"{APPLY}/form"))
    page("price", lambda: person.send(f"{APPLY}/form", SAMPLE | {"price": "yes"}, 200))
    page("form with a slip", lambda: person.send(f"{APPLY}/form", SAMPLE | {"surname_kana": "A"}, 422))
    page("form sent", lambda: person.send(f"{APPLY}/form", SAMPLE, 303))
    page("confirmation", lambda: person.get(f"{APPLY}/confirm"))


def _crowd(crowd: list[Visitor], stranger: Visitor, pause: float, walk_s: float) -> tuple[list[Page], list[float]]:
    """The pages of everybody, and how long a bare page took meanwhile, in milliseconds."""
    bare: list[float] = []
    with _walking(crowd, pause) as pages:
        over = monotonic() + walk_s
        while monotonic() < over:
            start = perf_counter()
            stranger.fetch("/")
            bare.append((perf_counter() - start) * 1000)
            sleep(pause / 4)
    stranger.close()
    return pages, bare


def _burst(few: list[Visitor], port: int, forms: int, pause: float, quiet_s: float) -> tuple[list[Page], Rush]:
    """The pages of the few, in the quiet before and meanwhile, and the rush."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        printing = elsewhere.submit(_ready_to_print, port, forms).result()
        with _walking(few, pause) as pages:
            sleep(quiet_s)
            rush = elsewhere.submit(_rush, printing).result()
    return pages, rush


def _ready_to_print(port: int, forms: int) -> list[Visitor]:
    return [_ready(port, filled=True) for _ in range(forms)]


def _rush(printing: list[Visitor]) -> Rush:
    """All press at one moment, and go on until they have what they came for."""
    ready = threading.Barrier(len(printing) + 1)

    def print_one(person: Visitor) -> tuple[bool, bool]:
        ready.wait(60)
        where, until = person.print_form(), monotonic() + PATIENCE_S
        queued = where.endswith("/waiting")
        where = person.look(where)
        while where.endswith("/waiting") and monotonic() < until:
            sleep(person.told_to_wait)
            where = person.look(where)
        delivered = "/printed/" in where and person.has_form(where)
        person.close()
        return delivered, queued

    with ThreadPoolExecutor(len(printing)) as threads:
        waiting = [threads.submit(print_one, person) for person in printing]
        ready.wait(60)
        began = perf_counter()
        outcomes = [one.result() for one in waiting]
    return Rush(began, perf_counter(), sum(good for good, _ in outcomes), sum(queued for _, queued in outcomes))


def _by_name(pages: Iterable[Page]) -> dict[str, list[float]]:
    """Page → how long each took, in milliseconds."""
    found: dict[str, list[float]] = {}
    for page in pages:
        found.setdefault(page.name, []).append(page.ms)
    return found


def _held(page: str, passed: list[float], bare: list[float], people: int) -> Figure:
    peer = f"{LONGEST_PAGE_MS:.0f} ms (bare page: {p95(bare):.0f} ms)"
    return _figure(f"{page}, {people} people filling in", peer, passed, LONGEST_PAGE_MS, aim=1)


def _beside_quiet(page: str, passed: list[float], quiet: list[float]) -> Figure:
    return _figure(f"{page} while forms are printed", "the same in the quiet", passed, p95(quiet), aim=TIMES_QUIET)


def _figure(name: str, peer: str, passed: list[float], against: float, *, aim: float) -> Figure:
    ratio = p95(passed) / against
    return Figure(
        bench="load", name=name, peer=peer, statistic="p95", unit="ms", ours=p95(passed), peers=against,
        ratio=ratio, low=ratio, high=ratio, rounds=len(passed), aim=aim,
    )  # fmt: skip


def _latest(during: dict[str, list[float]]) -> Figure:
    """For information: mostly a page of the second of the press, which is too short to count in a p95."""
    late = max(ms for taken in during.values() for ms in taken)
    return Figure(
        bench="load", name="the latest page of all while forms are printed", peer=f"{LONGEST_PAGE_MS:.0f} ms",
        statistic="longest", unit="ms", ours=late, peers=LONGEST_PAGE_MS, ratio=late / LONGEST_PAGE_MS,
        low=late / LONGEST_PAGE_MS, high=late / LONGEST_PAGE_MS, rounds=sum(map(len, during.values())),
    )  # fmt: skip


def _all_there(rush: Rush, forms: int) -> Figure:
    lost = forms - rush.delivered
    return Figure(
        bench="load", name=f"{forms} forms at one moment, not delivered ({rush.queued} people saw the queue)",
        peer="forms", statistic="count", unit="", ours=lost, peers=forms, ratio=lost / forms, low=lost / forms,
        high=lost / forms, rounds=1, aim=0,
    )  # fmt: skip
