"""``python app.py worker``: a process that does nothing but the jobs."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from jobs.worker import Worker


def run_until_signal(*workers: Worker) -> None:
    """Runs the workers until SIGTERM or SIGINT; ends when the work in hand is done."""
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    before = {number: signal.signal(number, tell) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for worker in workers:
            worker.start()
        told.wait()
    finally:
        for worker in workers:
            worker.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
