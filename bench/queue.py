"""The reviewers' list in an office of a million applications, beside the same in an office of a thousand (issue 5).

Both offices are served as in production and asked in turns: the list as it opens, a list deep within (a page that has
many before it), a search by name and one by organisation. Rows are written straight into the database, most of them
applications that are long done, as they are in an office that has worked for years.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bench import served
from bench.figure import Figure, compare, in_turns, timed
from bench.filled_office import fill
from bench.sample_office import office_in
from bench.visitor import Visitor
from domain.access import Role
from tests.factories.offices import make_staff

SMALL, LARGE = 1_000, 1_000_000
QUEUE = "/office/applications"
REVIEWER = "reviewer@example.jp"
ASKED = {
    "queue": QUEUE,
    "done, by programme": f"{QUEUE}?state=completed&programme=gid",
    "search by name": f"{QUEUE}?state=all&text=%E4%BD%90%E8%97%A4%20%E8%8A%B1%E5%AD%90",
    "search by organisation": f"{QUEUE}?state=all&text=%E6%A0%AA%E5%BC%8F%E4%BC%9A%E7%A4%BE",
}


def measure(quick: bool) -> list[Figure]:
    """p95 over HTTP; aim: 1.5 × the small office."""
    large = 1_500 if quick else LARGE
    with ExitStack() as stack:
        # First both are filled, which takes minutes: a connection that says nothing for so long is closed.
        filled = {count: _filled(stack, count, quick) for count in (SMALL, large)}
        asking = {count: _reviewer(stack, folder, secret, quick) for count, (folder, secret) in filled.items()}
        actions = {
            f"{name} {count}": timed(_fetch(reviewer, path))
            for name, path in ASKED.items()
            for count, reviewer in asking.items()
        }
        samples = in_turns(5 if quick else 400, actions, warm=1 if quick else 40)
    return [
        compare(
            samples[f"{name} {large}"], samples[f"{name} {SMALL}"],
            bench="queue", name=f"{name}, {large:,} applications", peer=f"{SMALL:,} applications", statistic="p95",
            aim=1.5 if name == "queue" else None,
        )
        for name in ASKED
    ]  # fmt: skip


def _filled(stack: ExitStack, count: int, quick: bool) -> tuple[Path, str]:
    """An office of so many applications, and how its reviewer logs in."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="madoguchi-bench-")))
    with office_in(folder, quick=quick) as office:
        fill(office, count)
        _actor, secret = make_staff(office, Role.REVIEWER, email=REVIEWER)
    return folder, secret


def _reviewer(stack: ExitStack, folder: Path, secret: str, quick: bool) -> Visitor:
    reviewer = Visitor(stack.enter_context(served.ours(folder, quick=quick)).port)
    reviewer.log_in(REVIEWER, secret)
    return reviewer


def _fetch(visitor: Visitor, path: str) -> Callable[[], None]:
    return lambda: visitor.fetch(path)
