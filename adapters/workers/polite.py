"""Work that gives way to the pages."""

from __future__ import annotations

import os
import sys
import threading
from typing import Final

NICENESS: Final = 10
"""Of printing, and of the threads of a batch. Nearer, and a page waits for its turn behind them; much further, and they
starve on a machine that has other work."""


def be_polite() -> None:
    """From now on this thread computes only when no other wants to.

    Linux has a niceness for each thread; elsewhere the call would be for the whole process, pages included.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))
