"""Issuing a batch on all cores, beside drawing as many keys on all cores and nothing else (S4-146).

How long a key takes to draw is luck, but over hundreds of keys it evens out. Ours is the whole use case as in service:
two transactions for each certificate, lint, two PKCS#12 files, sealing, audit, mail. A second figure: how long
reviewers wait for a page while the serving process issues a batch, beside the same page at rest.
"""

from __future__ import annotations

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from adapters.pki.subscriber_key import make_subscriber_key
from bench import served
from bench.figure import BLOCKS, Figure, compare, timed
from bench.sample_office import copies, office_in
from bench.visitor import Visitor
from domain.access import Role
from domain.certificates.application import ApplicationState
from queries import issue_batches as shown
from services import issue_batches
from services.office import Office
from tests.factories.applications import Crew, accepted, hire
from tests.factories.offices import make_staff

REVIEWER = "reviewer@example.jp"
QUEUE = "/office/applications"
AIM = 1.25
"""0.8 of the throughput of bare keys."""


def measure(quick: bool) -> list[Figure]:
    """Milliseconds for each certificate; aim: 1.25 × a key."""
    count = 2 if quick else 500
    with office_in(quick=quick) as office:
        crew = hire(office)
        ours, bare = _in_blocks(office, crew, count)
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as folder:
        busy, rest = _pages(Path(folder), quick)
    return [
        compare(ours, bare, bench="batch", name="one certificate of a batch", peer="bare keys on all cores", aim=AIM),
        compare(
            busy, rest, bench="batch", name="queue page while a batch is issued", peer="the same at rest",
            statistic="p95",
        ),
    ]  # fmt: skip


def _in_blocks(office: Office, crew: Crew, count: int) -> tuple[list[float], list[float]]:
    """By turns so many keys and so many certificates, so that a busy moment of the machine strikes both."""
    blocks = min(BLOCKS, count)
    size, ours, bare = count // blocks, [], []
    codes = copies(office, accepted(office, crew), count, [ApplicationState.ACCEPTED])
    for block in range(blocks):
        issue_batches.start(office, crew.issuer, codes[block * size : (block + 1) * size])
        bare.append(timed(lambda: _keys(size))() / size)
        ours.append(timed(lambda: _issue(office))() / size)
    return ours, bare


def _keys(count: int) -> None:
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(lambda _: make_subscriber_key(), range(count)))


def _issue(office: Office) -> None:
    while issue_batches.run_due(office):
        pass


def _pages(folder: Path, quick: bool) -> tuple[list[float], list[float]]:
    """The queue, asked again and again while the serving process works at a batch, and as often afterwards."""
    count = 3 if quick else 200
    with office_in(folder, quick=quick) as office:
        crew = hire(office)
        codes = copies(office, accepted(office, crew), count, [ApplicationState.ACCEPTED])
        _actor, secret = make_staff(office, Role.REVIEWER, email=REVIEWER)
        with served.ours(folder, quick=quick) as ours:
            reviewer = Visitor(ours.port)
            reviewer.log_in(REVIEWER, secret)
            ask = timed(lambda: reviewer.fetch(QUEUE))
            ask()
            number = issue_batches.start(office, crew.issuer, codes)
            while not shown.batch(office, number).done:
                time.sleep(0.05)
            busy = [ask()]
            while shown.batch(office, number).running:
                busy.append(ask())
                # A person reads what came before asking again.
                time.sleep(0.05)
            return busy, [ask() for _ in busy]
