"""One real printing pool for all tests of a process: its worker takes a second to start."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from adapters.paper import PaperPool


@cache
def paper_pool() -> PaperPool:
    """The pool; it ends with the process."""
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-paper-"))
    pool = PaperPool(folder, workers=1)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(pool.close)
    return pool
