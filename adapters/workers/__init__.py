"""Processes that do what may crash, leak or hang: printing papers, reading strangers' PDFs (design §6, §7)."""

from adapters.workers.pool import WorkerPool
from adapters.workers.process import WorkerLost, WorkerProcess, WorkerSaidNo

__all__ = ["WorkerLost", "WorkerPool", "WorkerProcess", "WorkerSaidNo"]
