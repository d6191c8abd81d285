"""The address fetcher of the papers: our own marks and QR codes, nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import programs

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from pathlib import Path
from adapters.paper.worker import _printer
printer = _printer(Path(sys.argv[1]))
try:
    printer._lay_out(f'<html lang="ja"><img src="{sys.argv[2]}" alt="x">')
except BaseException as problem:
    print(type(problem).__name__)
else:
    print("printed")
"""


@pytest.mark.parametrize(
    "address, outcome",
    [
        ("asset:mark.svg", "printed"),
        ("file:///etc/passwd", "FatalURLFetchingError"),
        ("asset:../fonts/OFL-BIZUDPMincho.txt", "FatalURLFetchingError"),
        ("asset:print.css", "FatalURLFetchingError"),
        ("http://127.0.0.1:9/x.png", "FatalURLFetchingError"),
        ("data:text/html,x", "FatalURLFetchingError"),
    ],
)
def test_only_our_own_assets_are_fetched(tmp_path: Path, address: str, outcome: str) -> None:
    """Design §6: even a template that forgot to escape could not read a file."""
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), address]
    seen = programs.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == outcome
