"""One folder for a run of the tests: what its processes know as secret, and everything they logged.

Every process of the run writes there at once, so that one that is killed has written before; when all have ended, the
first of them reads every log for every secret (``leaks``).
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.known_secrets import WORD, KnownSecrets

NAMED = "LOG_SCAN_FOLDER"
"""In the environment, which the processes of a run inherit."""
_numbers = count(1)
_open: dict[tuple[int, Path], int] = {}


def begin() -> Path | None:
    """Makes the folder; None where this process belongs to a run that has one."""
    if NAMED in os.environ:
        return None
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-run-"))
    os.environ[NAMED] = str(folder)
    for name in ("secrets", "logs", "codes"):
        (folder / name).mkdir()
    return folder


def here() -> Path | None:
    """The folder of the run that this process belongs to, if it belongs to one."""
    return Path(os.environ[NAMED]) if NAMED in os.environ else None


def secret(known: str) -> None:
    """Tells the whole run."""
    if folder := here():
        _append(folder / "secrets" / str(os.getpid()), json.dumps(known))


def log_of(program: str) -> Path:
    """The place for what another process writes, named by it and by the test; thrown away outside a run."""
    folder = here()
    if folder is None:
        return Path(os.devnull)
    test = re.sub(r"\W+", "-", os.environ.get("PYTEST_CURRENT_TEST", "").split("/")[-1]).strip("-")
    file = folder / "logs" / f"{os.getpid()}-{next(_numbers)}-{Path(program).name}-{test}"[:200]
    file.touch()
    return file


def logged(text: str, part: str = "logged") -> None:
    """What this process logs itself."""
    if folder := here():
        _append(folder / "logs" / f"{os.getpid()}-{part}", text)


def code(digits: str, log: Path) -> None:
    """A few digits that are secret in this log; elsewhere they may stand by chance."""
    if folder := here():
        _append(folder / "codes" / log.name, digits)


def _append(file: Path, line: str) -> None:
    # One write a line, into a file that is never put away: whoever is killed has said all.
    place = (os.getpid(), file)
    if place not in _open:
        _open[place] = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    os.write(_open[place], f"{line}\n".encode(errors="replace"))


def leaks(folder: Path) -> list[str]:
    """Every line of every log with a secret in it, whoever knew it, with the name of the log."""
    known = KnownSecrets()
    for line in _lines(folder / "secrets"):
        known.add(json.loads(line[1]))
    codes: dict[str, set[str]] = {}
    for log, digits in _lines(folder / "codes"):
        codes.setdefault(log, set()).add(digits)
    return [
        f"{log}: {line}"
        for log, line in _lines(folder / "logs")
        if known.told_by(line) or (log in codes and not codes[log].isdisjoint(WORD.findall(line)))
    ]


def _lines(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.iterdir()):
        with file.open(encoding="utf-8", errors="replace") as lines:
            yield from ((file.name, line.rstrip("\n")) for line in lines)
