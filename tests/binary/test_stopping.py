"""However the file is stopped, nobody goes on serving, and no folder is left behind (one file to deploy)."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import programs
from tests.binary.bare import STOP_S, Begun, answers, healthy, until
from tests.ports import free_port
from tests.programs import Program


@dataclass
class Running:
    """The file at work, with a temporary folder of its own."""

    file: Path
    port: int
    process: Program
    temporary: Path

    def family(self) -> set[int]:
        """The process and everything that descends from it."""
        found, new = set(), {self.process.pid}
        while new:
            found |= new
            new = {child for each in new for child in _children(each)} - found
        return found

    def unpacked(self) -> list[Path]:
        return list(self.temporary.glob("_MEI*"))

    def run(self, *arguments: str) -> int:
        return programs.run(
            [self.file, *arguments], env={"TMPDIR": str(self.temporary)}, check=False, capture_output=True, timeout=60
        ).returncode


def _children(process: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def alive(process: int) -> bool:
    """Running, not only waiting for somebody to take notice of its end."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def running(begun: Begun, binary: Path, tmp_path: Path) -> Iterator[Running]:
    temporary, port = tmp_path / "tmp", free_port()
    temporary.mkdir()
    begun.lay_out(tmp_path / "data")
    command = [str(binary), "serve", "--data", str(tmp_path / "data"), "--port", str(port)]
    with Program(command, data=tmp_path / "data", env={"TMPDIR": str(temporary)}) as process:
        office = Running(binary, port, process, temporary)
        assert answers(port, process)
        # Parent, office, and the workers that print and draw.
        until("the workers do not start", lambda: len(office.family()) >= 4)
        yield office
        for each in office.family():
            if alive(each):
                os.kill(each, signal.SIGKILL)


def test_sigterm_ends_it_all(running: Running) -> None:
    family = running.family()
    running.process.terminate()
    assert running.process.wait(STOP_S) == 0
    until("a process is left", lambda: not any(map(alive, family)))
    assert running.unpacked() == []


def test_a_killed_parent_takes_the_office_with_it(running: Running) -> None:
    """SIGKILL cannot be passed on; the kernel tells the child."""
    family = running.family()
    assert len(running.unpacked()) == 1
    running.process.kill()
    until("an orphan is left", lambda: not any(map(alive, family)))
    assert not healthy(running.port)
    assert running.unpacked() == []


def test_what_is_left_when_all_are_killed_goes_at_the_next_start(running: Running) -> None:
    family = running.family()
    for each in family:
        os.kill(each, signal.SIGKILL)
    until("a process is left", lambda: not any(map(alive, family)))
    assert len(running.unpacked()) == 1
    assert running.run("sbom") == 0
    assert running.unpacked() == []
