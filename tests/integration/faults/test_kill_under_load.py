"""``kill -9`` at random moments under load of issue, revocation, download and mail (issue 6, item 7).

Twelve here; ``script/soak --kills 1000`` for the long form.
"""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

import pytest

from adapters.clock import ShiftedClock
from services import revocation_lists
from tests import programs
from tests.factories.applications import accepted, hire
from tests.factories.offices import make_office
from tests.fakes.printer import QuickPrinter

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("MADOGUCHI_KILLS", "12"))


@pytest.mark.timeout(100 + KILLS * 10)
def test_what_was_acknowledged_is_stored_and_everything_fits(tmp_path: Path) -> None:
    office = make_office(tmp_path, QuickPrinter(), clock=ShiftedClock())
    crew = hire(office)
    for _ in range(4):
        accepted(office, crew)
    revocation_lists.publish_due(office)
    office.database.close()
    ids = ",".join(str(actor.staff_id) for actor in (crew.reception, crew.reviewer, crew.issuer, crew.dispatcher))
    seed = str(int.from_bytes(os.urandom(4), "big"))
    ran = programs.run(
        [sys.executable, "-m", "tests.integration.faults.under_load", tmp_path, str(KILLS), seed, ids],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"seed {seed}\n{ran.stdout[-2000:]}\n{ran.stderr[-4000:]}"
    last = ran.stdout.splitlines()[-1]
    counts = ast.literal_eval(last[last.index("{") :])
    assert last.startswith(f"{KILLS} ")
    assert all(counts[kind] for kind in ("issued", "revoked", "published", "rows")), (
        f"there was something to lose: {counts}"
    )
