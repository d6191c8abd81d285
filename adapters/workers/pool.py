"""A few worker processes that share the questions of many threads; none can crash us."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from adapters.workers.process import WorkerLost, WorkerProcess, WorkerSaidNo


class WorkerPool:
    """Asks ``count`` workers, each made by ``start``; safe for threads. Workers start with the first question.

    ``timeout_s`` is the longest an answer may take, in seconds. ``failed`` makes the error that callers see.
    """

    def __init__(
        self, start: Callable[[], WorkerProcess], *, count: int, timeout_s: float, failed: Callable[[str], Exception]
    ) -> None:
        self._start = start
        self._timeout = timeout_s
        self._failed = failed
        self._closed = threading.Event()
        # Last in, first out: the warm worker is taken before one that was never started (None).
        self._places: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        self._count = count
        for _ in range(count):
            self._places.put(None)

    def ask(self, question: object, subject: str, *, patience_s: float | None = None) -> bytes:
        """The worker's answer about ``subject``, which errors name.

        A worker that dies or hangs is replaced and the question asked once more. ``patience_s`` is how long to wait
        for a free worker; without it, as long as it takes.
        """
        if self._closed.is_set():
            raise self._failed(f"{subject}: the pool is closed")
        reason = ""
        for _ in range(2):
            worker = self._place(subject, patience_s)
            kept: WorkerProcess | None = None
            try:
                worker = self._living(worker)
                answer = worker.ask(question, time.monotonic() + self._timeout)
                kept = worker
                return answer
            except WorkerSaidNo as no:
                kept = worker
                raise self._failed(f"{subject}: {no}") from no
            except WorkerLost as lost:
                reason = f"the worker {lost}"
            finally:
                if kept is None and worker is not None:
                    worker.end(0)
                self._places.put(kept)
        raise self._failed(f"{subject}: {reason}")

    def warm(self) -> None:
        """Starts every worker and waits until all are ready."""
        held = [self._places.get() for _ in range(self._count)]
        try:
            held = [self._living(worker) for worker in held]
            deadline = time.monotonic() + self._timeout
            for worker in held:
                if worker is not None:
                    worker.await_ready(deadline)
        except WorkerLost as lost:
            raise self._failed(f"the worker {lost}") from lost
        finally:
            for worker in held:
                self._places.put(worker)

    def close(self) -> None:
        """Ends the workers, after the work in hand; may be called twice."""
        if self._closed.is_set():
            return
        self._closed.set()
        for _ in range(self._count):
            with contextlib.suppress(queue.Empty):
                worker = self._places.get(timeout=self._timeout)
                if worker is not None:
                    worker.end(2)
        # Whoever still waits for a place must not wait for ever.
        for _ in range(self._count):
            self._places.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _place(self, subject: str, patience_s: float | None) -> WorkerProcess | None:
        try:
            return self._places.get(timeout=patience_s)
        except queue.Empty:
            raise self._failed(f"{subject}: all workers are busy") from None

    def _living(self, worker: WorkerProcess | None) -> WorkerProcess:
        if self._closed.is_set():
            raise WorkerLost("was sent home")
        if worker is not None and worker.alive():
            return worker
        if worker is not None:
            worker.end(0)
        return self._start()
