"""The thread that does what happens by itself (design §10)."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from jobs import lease
from jobs.job import Job
from jobs.table import JOBS, MAILS_A_ROUND, OUTBOX, WayOut, outbox_job
from services.office import Office
from services.outbox import SendCounts

TICK: Final = timedelta(seconds=2)
"""How often the worker looks at the clock."""

log = logging.getLogger(__name__)


class Worker:
    """Runs the jobs that are due, one after the other, until it is stopped.

    Without a ``way_out``, or while it leads nowhere, mails wait in the outbox, visible to the office. Any number
    of processes may have a worker each.
    """

    def __init__(
        self,
        office: Office,
        way_out: WayOut | None,
        *,
        jobs: Sequence[Job] = JOBS,
        tick: timedelta = TICK,
    ) -> None:
        self._office = office
        self._jobs = (*([outbox_job(way_out)] if way_out else []), *jobs)
        self._tick = tick.total_seconds()
        self._holder = office.randomness.token()[:16]
        self._due: dict[str, datetime] = {}
        self._wake = threading.Event()
        self.stopping = threading.Event()
        """Set as soon as somebody asked it to stop."""
        self._thread = threading.Thread(target=self._loop, name="worker", daemon=True)

    def start(self) -> None:
        """Raises ``RuntimeError`` if it was started before."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread: at once when it is resting, else after the job (the mail) it has in hand."""
        self.stopping.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether the thread runs; the office's health page asks."""
        return self._thread.is_alive()

    def poke(self) -> None:
        """There is a new mail: do not wait for the next look at the clock."""
        self._due.pop(OUTBOX, None)
        self._wake.set()

    def run_due(self) -> None:
        """Runs every job whose time has come, once; a fault of one does not keep the others."""
        for job in self._jobs:
            if self.stopping.is_set():
                return
            now = self._office.clock()
            due = self._due.get(job.name, now)
            # A date far ahead was noted before the clock was set back.
            if now < due <= now + max(job.every, lease.HELD_FOR):
                continue
            self._due[job.name] = now + job.every
            try:
                self._run(job)
            except Exception as fault:
                log.error("job %s failed: %s", job.name, where(fault))

    def _run(self, job: Job) -> None:
        if not job.leased:
            result = job.run(self._office, self.stopping.is_set) if job.stoppable else job.run(self._office)
            if isinstance(result, SendCounts) and result.sent == MAILS_A_ROUND:
                self.poke()
            return
        if again := lease.not_before(self._office, job):
            # Not for longer than usual: the process that holds the job may give it back, or end.
            self._due[job.name] = min(again, self._office.clock() + job.every)
            return
        if not lease.claim(self._office, job, self._holder):
            self._due.pop(job.name)
            return
        try:
            job.run(self._office)
        except BaseException:
            lease.failed(self._office, job, self._holder)
            raise
        lease.done(self._office, job, self._holder)

    def _loop(self) -> None:
        while not self.stopping.is_set():
            # Cleared first: a poke during the round is not lost.
            self._wake.clear()
            self.run_due()
            if not self.stopping.is_set():
                self._wake.wait(self._tick)


def where(fault: BaseException) -> str:
    """The kind and place of a fault. Never its words: those of the database carry the values of the row."""
    frames = traceback.extract_tb(fault.__traceback__)
    return " < ".join([type(fault).__name__, *(f"{f.name} ({f.filename}:{f.lineno})" for f in reversed(frames))])
