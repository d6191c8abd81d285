"""The office's way to strangers' PDFs: what is dangerous happens in other processes."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from adapters.pdf.cache import PageCache
from adapters.pdf.picture import unpacked
from adapters.pdf.trusted import trusted_signers
from adapters.pdf.worker import CheckJob, DrawJob, serve_check, serve_pages
from adapters.workers import WorkerLost, WorkerPool, WorkerProcess, WorkerSaidNo
from domain.errors import Busy, NotFound
from domain.pdf import DOTS_PER_INCH, MOST_BYTES, PdfFacts, Refusal, Signature, SignatureState, refused

log = logging.getLogger("madoguchi.pdf")

START_S, CHECK_S, DRAW_S, PATIENCE_S = 30, 40, 20, 30
"""Longest times, in seconds: until a process is ready, for a check, for a page, until a process is free."""
CHECKS_AT_ONCE = 2
"""Each may take a gigabyte."""


class NotDrawn(RuntimeError):
    """A page that was drawn at its check could not be drawn now; the message says why."""


class SandboxedPdfReader:
    """Implements ``domain.ports.PdfReader``; safe for threads.

    ``trusted`` is the folder with the root certificates of signers we know; ``cache_bytes`` the most that drawn
    pages may take in memory.
    """

    def __init__(self, trusted: Path, *, workers: int = 2, cache_bytes: int = 96 * 1024 * 1024) -> None:
        self._trusted = trusted
        self._pool = WorkerPool(
            lambda: WorkerProcess(serve_pages, quiet=True), count=workers, timeout_s=DRAW_S, failed=NotDrawn
        )
        self._cache = PageCache(cache_bytes)
        self._checks = threading.BoundedSemaphore(CHECKS_AT_ONCE)

    def check(self, content: bytes) -> PdfFacts:
        """See the port. A process that dies or takes too long over a file has refused it."""
        if len(content) > MOST_BYTES:
            raise refused(Refusal.TOO_LARGE)
        if not self._checks.acquire(timeout=PATIENCE_S):
            raise Busy("pdf_busy", "file")
        try:
            found = _checked(CheckJob(content, trusted_signers(self._trusted)))
        finally:
            self._checks.release()
        if reason := found.get("refused"):
            raise refused(Refusal(reason))
        return PdfFacts(
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            pages=int(found["pages"]),
            signatures=tuple(
                Signature(str(one["signer"]), SignatureState(one["state"]), str(one["reason"]))
                for one in found["signatures"]
            ),
        )

    def page_image(self, sha256: str, load: Callable[[], bytes], *, page: int, dpi: int, mark: str) -> bytes:
        """See the port."""
        if dpi not in DOTS_PER_INCH or page < 1:
            raise NotFound("no_such_page")
        key = (sha256, page, dpi)

        def draw() -> bytes:
            drawn = self._pool.ask(DrawJob(load(), page, dpi), f"page {page}", patience_s=PATIENCE_S)
            try:
                unpacked(drawn)
            except ValueError as strange:
                raise NotDrawn(str(strange)) from strange
            return drawn

        try:
            picture = self._cache.get(key, draw)
        except NotDrawn as problem:
            log.warning("%s of %s… at %s dpi was not drawn: %s", page, sha256[:12], dpi, problem)
            raise Busy("pdf_busy") from problem
        from adapters.pdf import watermark  # noqa: PLC0415 — Pillow takes a tenth of a second, and few commands draw

        return watermark.marked(*unpacked(picture), mark)

    def forget(self, sha256: str) -> None:
        """See the port."""
        self._cache.forget(sha256)

    def warm(self) -> None:
        """See the port."""
        self._pool.warm()

    def close(self) -> None:
        """See the port."""
        self._pool.close()


def _checked(job: CheckJob) -> dict[str, Any]:
    """What a fresh process says of a file."""
    worker = WorkerProcess(serve_check, quiet=True)
    try:
        worker.await_ready(time.monotonic() + START_S)
    except WorkerLost as lost:
        worker.end(0)
        raise Busy("pdf_busy", "file") from lost
    try:
        found = json.loads(worker.ask(job, time.monotonic() + CHECK_S))
        return dict(found)
    except WorkerLost as lost:
        log.warning("a file was refused: the process that checked it %s", lost)
        return {"refused": Refusal.EXHAUSTING}
    except WorkerSaidNo as no:
        log.warning("a file was refused: %s", no)
        return {"refused": Refusal.BROKEN}
    finally:
        worker.end(0)
