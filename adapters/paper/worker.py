"""The worker process: reads papers from its pipe, writes back PDFs, ends with its parent."""

from __future__ import annotations

import contextlib
import ctypes.util
import multiprocessing
import os
import pickle
import resource
import signal
import threading
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.paper.fonts import write_font_config

if TYPE_CHECKING:
    from adapters.paper.printing import Printer

READY = b"ready"


def _printer(cache_dir: Path) -> Printer:
    """Imports WeasyPrint with our fonts; the C library reads ``FONTCONFIG_FILE`` once, on first use."""
    os.environ["FONTCONFIG_FILE"] = str(write_font_config(cache_dir))
    os.environ.pop("FONTCONFIG_PATH", None)
    # The libraries are opened by soname; looking for them would start a C compiler and ldconfig.
    find_library = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005 - the name is part of the signature
    try:
        from adapters.paper.printing import Printer  # noqa: PLC0415 - must follow the lines above
    finally:
        ctypes.util.find_library = find_library
    return Printer()


def _end_with_parent() -> None:
    """Ends this process when the parent is gone, also in the middle of a hanging document."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


def serve(pipe: Connection, cache_dir: Path) -> None:
    """Main function of a worker. Says ``READY``, then answers every paper with its PDF or the reason.

    Ctrl-C is the parent's business: it closes the pipe when it is done. No core dumps: papers hold PINs.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    printer = _printer(cache_dir)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(READY)
        while True:
            received = pipe.recv_bytes()
            try:
                # From our own parent only: nobody else holds the other end of this pipe.
                answer: bytes | str = printer.print(pickle.loads(received))  # noqa: S301 — see above
            except Exception as problem:  # noqa: BLE001 - whatever it is, the office must hear of it
                answer = f"{type(problem).__name__}: {problem}"
            pipe.send(answer)
