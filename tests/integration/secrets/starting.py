"""What a process of its own does at its first start: asks for the master key."""

from __future__ import annotations

from multiprocessing.synchronize import Barrier
from pathlib import Path

from adapters.secrets import load_master_key


def start(path: Path, report: Path, barrier: Barrier) -> None:
    barrier.wait(30)
    report.write_bytes(load_master_key(path))
