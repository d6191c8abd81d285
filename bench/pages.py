"""Form, confirmation and queue over HTTP, beside a bare Flask page on the same server program.

One client with one open connection asks all servers in turns. The queue is that of a reviewer who is logged in,
in an office with 500 applications. Beside the time that passes, the time the server computes is taken: it says
the same on a busy machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import served
from bench.figure import Figure, compare, in_turns, timed
from bench.sample_office import copies, office_in
from bench.visitor import APPLY, Visitor
from domain.access import Role
from domain.certificates.application import ApplicationState
from tests.factories.applications import arrived, hire
from tests.factories.offices import make_staff

APPLICATIONS = 500
REVIEWER = "reviewer@example.jp"
QUEUE = "/office/applications"
STATES = (ApplicationState.ARRIVED, ApplicationState.REVIEWING, ApplicationState.ACCEPTED, ApplicationState.PRINTED)


def measure(quick: bool) -> list[Figure]:
    """p50 for information; aim for p95: 4 × the bare page."""
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as temporary:
        folder = Path(temporary)
        with office_in(folder, quick=quick) as office:
            copies(office, arrived(office, hire(office)), APPLICATIONS, STATES)
            _actor, secret = make_staff(office, Role.REVIEWER, email=REVIEWER)
        with served.ours(folder, quick=quick) as ours, served.bare_flask() as bare:
            stranger, applicant, reviewer = Visitor(bare.port), Visitor(ours.port), Visitor(ours.port)
            applicant.agree()
            applicant.fill_in()
            reviewer.log_in(REVIEWER, secret)
            ours.rest()
            asked: dict[str, Callable[[], None]] = {
                "bare": lambda: stranger.fetch("/"),
                "form": lambda: applicant.fetch(f"{APPLY}/form"),
                "confirm": lambda: applicant.fetch(f"{APPLY}/confirm"),
                "queue": lambda: reviewer.fetch(QUEUE),
            }
            samples = in_turns(
                5 if quick else 600, {name: timed(ask) for name, ask in asked.items()}, warm=2 if quick else 50
            )
            computed = in_turns(
                5 if quick else 200,
                {name: served.computed(bare if name == "bare" else ours, ask) for name, ask in asked.items()},
            )
    passed = [
        compare(
            samples[page], samples["bare"],
            bench="pages", name=page, peer="bare Flask page", statistic=statistic,
            aim=4 if statistic == "p95" else None,
        )
        for page in ("form", "confirm", "queue")
        for statistic in ("median", "p95")
    ]  # fmt: skip
    return passed + [
        compare(
            computed[page], computed["bare"],
            bench="pages", name=page, peer="bare Flask page", words="median, processor",
        )
        for page in ("form", "confirm", "queue")
    ]  # fmt: skip
