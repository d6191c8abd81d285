"""Where the single file begins."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

PRINTING = frozenset({"serve", "demo", "worker", "authority"})
"""The commands that print papers or draw pages: the others need no fonts."""

if __name__ == "__main__":
    # A printing process is this file started once more: it works here, imports nothing of the office, never returns.
    multiprocessing.freeze_support()

    from deploy import extraction, fonts

    unpacked = Path(sys._MEIPASS)  # type: ignore[attr-defined]  # because PyInstaller sets it
    extraction.settle(unpacked)

    from commands import about

    if words := about.told(sys.argv[1:]):
        sys.stdout.write(words)
        sys.exit(0)
    if PRINTING.intersection(sys.argv[1:2]):
        fonts.unpack(unpacked)

    import app  # noqa: TID251 - this starts the program, as python app.py does

    sys.exit(app.start())
