"""The single file on a machine that has nothing: a bare system of its own, with no environment at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests import programs
from tests.contract.tree import ROOT
from tests.office_secrets import learn
from tests.programs import Program

BARE = ROOT / "build" / "bare"
BINARY = ROOT / "dist" / "madoguchi"
FILE = "/srv/madoguchi"
"""Where the file lies in the bare system; its data lie beside it."""
START_S = 400
"""A demo office is filled with stories first, which takes a quarter of that where others compute too."""
STOP_S = 60


class NeverAnswered(RuntimeError):
    """The message carries what the program printed."""


@dataclass(frozen=True, slots=True)
class BareSystem:
    """A system without Python, Pango and fonts, with the single file in ``/srv``."""

    root: Path

    @property
    def data(self) -> Path:
        """The data folder that the file chooses by itself, seen from outside."""
        return self.root / "srv" / "madoguchi-data"

    def has(self, *names: str) -> list[str]:
        """Which of these programs and libraries the system has, wherever they lie."""
        found = programs.run(
            ["find", self.root, "-xdev", *_any_of(names), "-printf", "%f\n"],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        return sorted(set(found.split()))

    def run(self, *arguments: str, settings: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        return programs.run(
            self._command(arguments, settings or {}), check=False, capture_output=True, text=True, timeout=300
        )

    @contextmanager
    def serving(
        self, port: int, settings: Mapping[str, str] | None = None, *, program: str = "serve"
    ) -> Iterator[Program]:
        """``serve`` or ``demo`` until the end of the block, and then SIGTERM. Raises ``NeverAnswered``."""
        command = self._command((program, "--port", str(port)), settings or {})
        # The demo shows its accounts to whoever starts it: there, that is no log.
        said = {"stdout": subprocess.DEVNULL} if program == "demo" else {}
        with Program(command, data=self.data, **said) as process:
            try:
                if not answers(port, process):
                    process.kill()
                    raise NeverAnswered(process.said())
                yield process
            finally:
                stop(process)

    @contextmanager
    def working(self) -> Iterator[Program]:
        """``worker`` until the end of the block, and then SIGTERM."""
        with Program(self._command(("worker",), {}), data=self.data) as process:
            try:
                yield process
            finally:
                stop(process)

    def _command(self, arguments: tuple[str, ...], settings: Mapping[str, str]) -> list[str]:
        # A process group of its own kind: when its first process ends, the kernel ends the rest and its mounts.
        inside = 'mount -t proc proc /proc && exec env -i "$@"'
        return [
            "unshare", "--mount", "--pid", "--fork", "--kill-child", "--root", str(self.root), "--wd", "/srv",
            "/bin/sh", "-c", inside, "sh", *(f"{name}={value}" for name, value in settings.items()), FILE, *arguments,
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Begun:
    """An office as ``init`` has left it."""

    said: str
    folder: Path

    def lay_out(self, data: Path) -> None:
        """Puts a copy there, to be worked on."""
        shutil.copytree(self.folder, data)
        learn(data)


def stop(process: Program) -> None:
    """SIGTERM to the first process inside, as a service manager sends it, and waits for the end."""
    if process.poll() is None:
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGTERM)
    process.wait(STOP_S)


def answers(port: int, process: Program) -> bool:
    """Whether the office answers, sooner or later; no, as soon as its process has ended."""
    waited = threading.Event()
    for _ in range(START_S * 10):
        if healthy(port):
            return True
        if process.poll() is not None:
            return False
        waited.wait(0.1)
    return False


def until(what: str, true: Callable[[], object]) -> None:
    """Waits until ``true()``; fails with ``what`` otherwise."""
    waited = threading.Event()
    assert any(true() or waited.wait(0.1) for _ in range(START_S * 10)), what


def healthy(port: int) -> bool:
    """Whether the office on this port says that it is ready."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def cannot() -> str:
    """Why this machine cannot have a bare system; empty where it can."""
    if os.getuid() != 0:
        return "only root may enter a bare system; CI does (script/test as root runs it here too)"
    return ""


def _any_of(names: tuple[str, ...]) -> list[str]:
    terms = [term for name in names for term in ("-o", "-name", name)]
    return ["(", *terms[1:], ")"]
