"""Many applicants at once (issue 4): pages while fifty people fill in forms, and while a hundred forms are printed.

A crowd at its own pace: each person asks for one page after the other, with a pause between, far shorter than anybody
takes to read one. Beside it one more person asks for a bare Flask page, on the same machine at the same moments. The
bar for the pages is a time, 300 ms; the table says it as a ratio to those 300 ms, and names the bare page.

The burst: as many people as forms press 「利用申込書印刷画面へ」 at one moment and then do what their page says, look
again when it tells them to, until the form is there. Meanwhile others go on filling in; their pages are held against
the same pages in the quiet before.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, perf_counter, sleep

from bench import served
from bench.figure import Figure, p95
from bench.visitor import APPLY, Visitor
from tests.factories.applications import SAMPLE

PEOPLE, FORMS = 50, 100
PAUSE_S = 2.0
"""Between two pages of a person."""
LONGEST_PAGE_MS = 300.0
TIMES_QUIET = 3.0
PATIENCE_S = 600.0
Walk = dict[str, list[float]]
"""Page → how long each took, in milliseconds."""


def measure(quick: bool) -> list[Figure]:
    """Aims: p95 of every page 300 ms; all forms delivered, and pages under three times their quiet p95 meanwhile."""
    people, forms, rounds = (2, 2, 1) if quick else (PEOPLE, FORMS, 8)
    pause = 0.5 if quick else PAUSE_S
    # An office of its own, as it is made at the first start: to apply, no authority is needed.
    with (
        tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as folder,
        served.ours(Path(folder)) as ours,
        served.bare_flask() as bare,
    ):
        crowd = [_ready(ours.port) for _ in range(people)]
        bare_page: list[float] = []
        stranger = Visitor(bare.port)
        full = _crowded(crowd, rounds, pause, beside=lambda: bare_page.append(_timed(stranger)))
        few = crowd[: max(2, people // 5)]
        before = _crowded(few, rounds, pause)
        printing = [_ready(ours.port, filled=True) for _ in range(forms)]
        during, delivered, queued = _burst(few, printing, pause)
        for person in (stranger, *crowd, *printing):
            person.close()
    return [
        *(_held(page, full[page], bare_page, people) for page in sorted(full)),
        _all_there(delivered, queued, forms),
        *(_beside_quiet(page, during[page], before[page]) for page in sorted(before) if during.get(page)),
    ]


def _ready(port: int, *, filled: bool = False) -> Visitor:
    """Somebody who has agreed to the terms, and whose form is filled in where asked."""
    person = Visitor(port)
    person.agree()
    if filled:
        person.fill_in()
    person.close()  # the server hangs up on who is silent; the next page opens a line of its own
    return person


def _fill(person: Visitor, pause: float, walk: Walk, lock: threading.Lock) -> None:
    """Once through the form: opened, priced, sent with a slip, sent, confirmed."""

    def page(name: str, ask: Callable[[], object]) -> None:
        start = perf_counter()
        ask()
        with lock:
            walk.setdefault(name, []).append((perf_counter() - start) * 1000)
        sleep(pause)

    page("form", lambda: person.get(f"{APPLY}/form"))
    page("price", lambda: person.send(f"{APPLY}/form", SAMPLE | {"price": "yes"}, 200))
    page("form with a slip", lambda: person.send(f"{APPLY}/form", SAMPLE | {"surname_kana": "A"}, 422))
    page("form sent", lambda: person.send(f"{APPLY}/form", SAMPLE, 303))
    page("confirmation", lambda: person.get(f"{APPLY}/confirm"))


def _crowded(crowd: list[Visitor], rounds: int, pause: float, beside: Callable[[], None] | None = None) -> Walk:
    """Everybody goes through the form ``rounds`` times; they come in one after the other, as people do."""
    walk, lock, over = Walk(), threading.Lock(), threading.Event()

    def person(number: int) -> None:
        sleep(pause * number / len(crowd))
        for _ in range(rounds):
            _fill(crowd[number], pause, walk, lock)

    def other() -> None:
        while beside is not None and not over.wait(pause / 4):
            beside()

    with ThreadPoolExecutor(len(crowd) + 1) as threads:
        watcher = threads.submit(other)
        for done in [threads.submit(person, number) for number in range(len(crowd))]:
            done.result()
        over.set()
        watcher.result()
    return walk


def _burst(few: list[Visitor], printing: list[Visitor], pause: float) -> tuple[Walk, int, int]:
    """The pages of the few meanwhile, how many forms were delivered, and how many people saw the queue."""
    walk, lock, over = Walk(), threading.Lock(), threading.Event()
    ready = threading.Barrier(len(printing))

    def go_on(person: Visitor) -> None:
        while not over.is_set():
            _fill(person, pause, walk, lock)

    def wait_for_form(person: Visitor) -> tuple[bool, bool]:
        ready.wait(60)
        where = person.print_form()
        queued, until = where.endswith("/waiting"), monotonic() + PATIENCE_S
        while where.endswith("/waiting") and monotonic() < until:
            sleep(person.told_to_wait)
            where = person.look(where)
        return "/printed/" in where and person.has_form(where), queued

    with ThreadPoolExecutor(len(few) + len(printing)) as threads:
        others = [threads.submit(go_on, person) for person in few]
        waiting = [threads.submit(wait_for_form, person) for person in printing]
        outcomes = [one.result() for one in waiting]
        over.set()
        for one in others:
            one.result()
    return walk, sum(good for good, _ in outcomes), sum(queued for _, queued in outcomes)


def _timed(stranger: Visitor) -> float:
    start = perf_counter()
    stranger.fetch("/")
    return (perf_counter() - start) * 1000


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


def _all_there(delivered: int, queued: int, forms: int) -> Figure:
    lost = forms - delivered
    return Figure(
        bench="load", name=f"{forms} forms at one moment, not delivered ({queued} people saw the queue)", peer="forms",
        statistic="count", unit="", ours=lost, peers=forms, ratio=lost / forms, low=lost / forms, high=lost / forms,
        rounds=1, aim=0,
    )  # fmt: skip
