"""A few worker processes that print; two are 3½ times as fast as eight threads, and cannot crash us."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import threading
import time
from pathlib import Path
from types import TracebackType

from adapters.paper.fonts import unprintable
from adapters.paper.worker import READY, serve
from domain.certificates.printed import Paper


class PaperFailed(RuntimeError):
    """A paper could not be printed; the message names the paper and the reason."""


class _WorkerLost(Exception):
    """The process died or took too long."""


class _Worker:
    """One process and our end of its pipe."""

    def __init__(self, cache_dir: Path) -> None:
        # Spawned, not forked: a fork of a threaded server copies its locks in whatever state they are.
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, cache_dir), name="paper", daemon=True)
        self.process.start()
        theirs.close()
        self._ready = False
        self._ended = False

    def alive(self) -> bool:
        return not self._ended and self.process.is_alive()

    def await_ready(self, deadline: float) -> None:
        """Raises ``_WorkerLost`` if the worker is not there by ``deadline`` (monotonic seconds)."""
        if not self._ready:
            if self._receive(deadline) != READY:
                raise _WorkerLost("did not start")
            self._ready = True

    def print(self, paper: Paper, deadline: float) -> bytes | str:
        self.await_ready(deadline)
        try:
            self.pipe.send(paper)
        except OSError as problem:
            raise _WorkerLost("died") from problem
        return self._receive(deadline)

    def _receive(self, deadline: float) -> bytes | str:
        try:
            if not self.pipe.poll(max(0.0, deadline - time.monotonic())):
                raise _WorkerLost("took too long")
            answer: bytes | str = self.pipe.recv()
        except (EOFError, OSError) as problem:
            raise _WorkerLost("died") from problem
        return answer

    def end(self, patience: float) -> None:
        """Lets it finish for ``patience`` seconds, then ends it; harmless when it has ended already."""
        if self._ended:
            return
        self._ended = True
        self.pipe.close()
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


class PaperPool:
    """Prints papers in ``workers`` processes; implements ``domain.ports.PdfRenderer``; safe for threads.

    ``cache_dir`` takes the font configuration; ``timeout_s`` is the longest a paper may take, in seconds.
    Workers start with the first paper, or with ``warm``.
    """

    def __init__(self, cache_dir: Path, workers: int = 2, timeout_s: float = 60) -> None:
        self._cache_dir = cache_dir
        self._timeout = timeout_s
        self._closed = threading.Event()
        # Last in, first out: the warm worker is taken before one that was never started (None).
        self._places: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._count = workers
        for _ in range(workers):
            self._places.put(None)

    def render(self, paper: Paper) -> bytes:
        """The PDF of ``paper``.

        A worker that dies or hangs is replaced and the paper tried once more. Raises ``PaperFailed``.
        """
        if self._closed.is_set():
            raise PaperFailed(f"{paper.title}: the printing pool is closed")
        reason = ""
        for _ in range(2):
            worker = self._places.get()
            kept: _Worker | None = None
            try:
                worker = self._living(worker)
                answer = worker.print(paper, time.monotonic() + self._timeout)
                kept = worker
            except _WorkerLost as lost:
                reason = f"the worker {lost}"
                continue
            finally:
                if kept is None and worker is not None:
                    worker.end(0)
                self._places.put(kept)
            if isinstance(answer, bytes):
                return answer
            raise PaperFailed(f"{paper.title}: {answer}")
        raise PaperFailed(f"{paper.title}: {reason}")

    def unprintable(self, text: str) -> str:
        """The characters of ``text`` for which no font of ours has a glyph; asked at input (design §9)."""
        return unprintable(text)

    def warm(self) -> None:
        """Starts every worker and waits until all can print. Raises ``PaperFailed``."""
        held = [self._places.get() for _ in range(self._count)]
        try:
            held = [self._living(worker) for worker in held]
            deadline = time.monotonic() + self._timeout
            for worker in held:
                if worker is not None:
                    worker.await_ready(deadline)
        except _WorkerLost as lost:
            raise PaperFailed(f"the worker {lost}") from lost
        finally:
            for worker in held:
                self._places.put(worker)
        unprintable("")

    def close(self) -> None:
        """Ends the workers, after the papers in print; may be called twice."""
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

    def __enter__(self) -> PaperPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _living(self, worker: _Worker | None) -> _Worker:
        if self._closed.is_set():
            raise _WorkerLost("was sent home")
        if worker is not None and worker.alive():
            return worker
        if worker is not None:
            worker.end(0)
        return _Worker(self._cache_dir)
