"""Where the single file begins."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    # A printing process is this file started once more: it works here, imports nothing of the office, never returns.
    multiprocessing.freeze_support()

    from deploy import extraction, fonts

    unpacked = Path(sys._MEIPASS)  # type: ignore[attr-defined]  # because PyInstaller sets it
    extraction.settle(unpacked)
    fonts.unpack(unpacked)

    import app  # noqa: TID251 - this starts the program, as python app.py does

    sys.exit(app.start())
