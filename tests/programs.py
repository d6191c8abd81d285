"""The one way for tests to start programs: what these write is kept, and read for secrets when the run has ended.

A test that starts one past it fails ``tests/contract/test_programs.py``. What a command prints for whoever called it
(``stdout`` of ``run``) is an answer and no log: a new password is meant to stand there.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from tests import run_folder
from tests.log_scan import LEDGER
from tests.office_secrets import learn

Command = Iterable[str | Path]
Model = TypeVar("Model", bound=Callable[..., Any])


def _typed_as(_model: Model) -> Callable[[Callable[..., Any]], Model]:
    return lambda made: made  # type: ignore[return-value]  # because it passes everything on


@_typed_as(subprocess.run)
def run(command: Command, **options: Any) -> subprocess.CompletedProcess[Any]:
    """``subprocess.run``. What is not captured goes where this process writes, which is read as well."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, **options)  # noqa: PLW1510 — whoever calls says so
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        _keep(words, failed.stderr)
        raise
    _keep(words, done.stderr)
    return done


def _keep(words: list[str], said: str | bytes | None) -> None:
    if said:
        text = said if isinstance(said, str) else said.decode(errors="replace")
        log = run_folder.log_of(words[0])
        with log.open("a", encoding="utf-8") as file:
            file.write(text)


class Program(subprocess.Popen[Any]):
    """A program at work until the end of the block. ``data``: the folder of an office that it serves."""

    def __init__(self, command: Command, *, data: Path | None = None, **options: Any) -> None:
        words = [str(word) for word in command]
        self.log, self._data = run_folder.log_of(words[0]), data
        with self.log.open("ab") as log:
            super().__init__(words, **{"stdout": log, "stderr": log, **options})
        LEDGER.begins(self.log)

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, fault, trace)
        if self._data is not None:
            learn(self._data)
        LEDGER.ends(self.log)

    def said(self) -> str:
        """What it has written so far."""
        return self.log.read_text("utf-8", "replace")
