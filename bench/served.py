"""Servers in processes of their own: ours as people start it, and the bare one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.environment import ROOT
from bench.figure import Action
from tests.ports import free_port
from tests.programs import Program

PATIENCE_S = 60
RESTING_S = 0.5
LOOK_S = 0.01
"""Between two looks whether it answers: a start is measured by them."""
SOURCE = (sys.executable, "app.py")
FEW_WORKERS = {"MADOGUCHI_PAPER_WORKERS": "1", "MADOGUCHI_PDF_WORKERS": "1"}


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers."""

    port: int
    pid: int

    def processor_ms(self) -> float:
        """How long its threads have computed so far; unlike the clock on the wall, other programs hardly move it."""
        return sum(_computed_ms(task) for task in _tasks(self.pid))

    def rest(self) -> None:
        """Waits until what it does after its start is done: printing and drawing processes get warm, jobs look once."""
        deadline, before = time.monotonic() + PATIENCE_S, self._all_computed_ms()
        while time.monotonic() < deadline:
            time.sleep(RESTING_S)
            now = self._all_computed_ms()
            if now - before < RESTING_S * 1000 / 20:
                return
            before = now

    def _all_computed_ms(self) -> float:
        """Its processes together."""
        pids, found = [self.pid], 0.0
        while pids:
            for task in _tasks(pids.pop()):
                found += _computed_ms(task)
                with suppress(OSError):
                    pids += [int(child) for child in (task / "children").read_text().split()]
        return found


def _tasks(pid: int) -> list[Path]:
    """The threads of a process; none of one that has ended."""
    with suppress(OSError):
        return list(Path(f"/proc/{pid}/task").iterdir())
    return []


def _computed_ms(task: Path) -> float:
    """Of a thread; nothing of one that ended between two looks, as those do that warm something."""
    with suppress(OSError):
        return int((task / "schedstat").read_text().split()[0]) / 1e6
    return 0


def computed(server: Served, ask: Callable[[], None]) -> Action:
    """How long the server computes for what ``ask`` asks, in milliseconds."""

    def measured() -> float:
        before = server.processor_ms()
        ask()
        return server.processor_ms() - before

    return measured


@contextmanager
def ours(
    folder: Path, *, quick: bool = False, program: Sequence[str] = SOURCE, ready: str = "/healthz"
) -> Iterator[Served]:
    """The office of ``folder``, served by the command of production; ``quick``: with as few processes as it can.

    ``ready``: the page that says that it is there.
    """
    port = free_port()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    settings |= FEW_WORKERS if quick else {}
    command = [*program, "serve", "--data", str(folder), "--port", str(port)]
    with _running(command, settings, port, ready, folder) as served:
        yield served


@contextmanager
def bare_flask() -> Iterator[Served]:
    """One small page and nothing else."""
    port = free_port()
    command = [sys.executable, "-m", "bench.peers.bare_flask", str(port)]
    with _running(command, dict(os.environ), port, "/") as served:
        yield served


@contextmanager
def _running(
    command: list[str], settings: dict[str, str], port: int, path: str, folder: Path | None = None
) -> Iterator[Served]:
    with Program(command, data=folder, cwd=ROOT, env=settings) as process:
        try:
            deadline = time.monotonic() + PATIENCE_S
            while not _answers(port, path):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"did not start: {' '.join(command)}")
                time.sleep(LOOK_S)
            yield Served(port, process.pid)
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def _answers(port: int, path: str) -> bool:
    """Whether the page is there."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
