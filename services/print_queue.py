"""Who waits for a printed form: a few are made at a time, so that a rush does not take the pages from everybody else.

A form takes its time in the printing processes. A request that waits for one holds a thread of the server, and there
are few of these: whoever is not next gets a page that tells the place in the queue instead (S4-113).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from itertools import takewhile
from typing import Final

from domain.errors import Busy

MOST_WAITING: Final = 500
"""Far more than a rush; beyond it somebody is asked to come back, before memory runs out."""
MOST_KEPT: Final = 500
"""Finished ones whose owner has not come for them yet; the form is on record all the same."""


class PrintQueue:
    """Work by the key of its request; safe for threads. What is in it is lost at a restart, and can be sent again.

    ``at_once``: as many as there are printing processes; more would only wait further back.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._workers = ThreadPoolExecutor(at_once, thread_name_prefix="print")
        self._lock = threading.Lock()
        self._all: dict[str, Future[str]] = {}

    def put(self, key: str, work: Callable[[], str]) -> None:
        """Lines work up, once for each key. Raises ``Busy('too_many_waiting')``."""
        with self._lock:
            if key in self._all:
                return
            done = [one for one, future in self._all.items() if future.done()]
            if len(self._all) - len(done) >= MOST_WAITING:
                raise Busy("too_many_waiting")
            for oldest in done[: max(0, len(done) - MOST_KEPT)]:
                del self._all[oldest]
            self._all[key] = self._workers.submit(work)

    def ahead(self, key: str) -> int | None:
        """How many come before; None: this key is not in the queue."""
        with self._lock:
            return self._before(key) if key in self._all else None

    def take(self, key: str, *, patience_s: float = 0) -> str | None:
        """What the work gave; None: not yet, or not in the queue. Waits only for work that is in hand.

        Raises what the work raised; after that the key can be put in again.
        """
        with self._lock:
            future = self._all.get(key)
            in_hand = future is not None and self._before(key) < self._at_once
        if future is None:
            return None
        try:
            return future.result(patience_s if in_hand else 0)
        except NotYet:
            return None
        except Exception:
            with self._lock:
                self._all.pop(key, None)
            raise

    def _before(self, key: str) -> int:
        earlier = takewhile(lambda one: one != key, self._all)
        return sum(not self._all[one].done() for one in earlier)
