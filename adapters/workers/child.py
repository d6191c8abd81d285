"""The other end: what runs inside a worker process."""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

READY = b"ready"
SAID_NO, DONE = b"!", b"+"

Main = Callable[..., None]
Answer = Callable[[Any], bytes]


class Call:
    """What a fresh interpreter runs; it is pickled to it and stands for a ``multiprocessing`` process object."""

    def __init__(self, main: Main, pipe: int, arguments: tuple[object, ...]) -> None:
        self.main, self.pipe, self.arguments = main, pipe, arguments

    def _bootstrap(self, parent_sentinel: int) -> int:
        """Called by ``multiprocessing.spawn`` with a descriptor that ends when the parent does.

        Ctrl-C is the parent's business: it closes the pipe when it is done. No core dumps: papers hold PINs.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        threading.Thread(target=_end_with_parent, args=(parent_sentinel,), daemon=True).start()
        with contextlib.suppress(EOFError, OSError):
            self.main(Connection(self.pipe), *self.arguments)
        return 0


def _end_with_parent(sentinel: int) -> None:
    """Ends this process when the parent is gone, also in the middle of a hanging document."""
    while os.read(sentinel, 1):
        pass
    os._exit(0)


def answer_questions(pipe: Connection, answer: Answer) -> None:
    """Says ``READY``, then answers until the parent hangs up; whatever goes wrong, the parent hears of it."""
    pipe.send_bytes(READY)
    while True:
        received = pipe.recv_bytes()
        try:
            # From our own parent only: nobody else holds the other end of this pipe.
            given = DONE + answer(pickle.loads(received))  # noqa: S301 — see above
        except Exception as problem:  # noqa: BLE001 - whatever it is, the office must hear of it
            given = SAID_NO + f"{type(problem).__name__}: {problem}".encode("utf-8", "replace")
        pipe.send_bytes(given)
