"""The single file beside the source run: its size, the time until the first page, memory after the main job.

Both serve copies of one office; they are started in turns. Memory is the proportional share (PSS) of parent, office
and workers together, after twenty applications were confirmed and printed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader

from bench.environment import ROOT
from bench.figure import Figure, compare, in_turns
from bench.sample_office import office_in
from bench.served import answers, free_port
from bench.visitor import Visitor

FILE = ROOT / "dist" / "madoguchi"
SOURCE = [sys.executable, "app.py"]
PRINTED = 20


def measure(quick: bool) -> list[Figure]:
    """Aims: 60 MB, and a start within twice that of the source."""
    subprocess.run([ROOT / "script" / "build-binary", "--if-needed"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as temporary:
        folder = Path(temporary) / "office"
        folder.mkdir()
        with office_in(folder):
            pass
        starts = in_turns(
            3 if quick else 15,
            {"source": _start(SOURCE, folder), "file": _start([str(FILE)], folder)},
            warm=1,
        )
        memory = {
            name: _after_printing(command, Path(shutil.copytree(folder, Path(temporary) / name)))
            for name, command in (("source", SOURCE), ("file", [str(FILE)]))
        }
    return [
        _size(),
        compare(starts["file"], starts["source"], bench="binary", name="start to first page", peer="source run", aim=2),
        _figure("memory after main job", "source run", "MB", memory["file"], memory["source"]),
    ]


def _size() -> Figure:
    inside = CArchiveReader(str(FILE)).toc.values()
    unpacked = sum(length for _offset, _packed, length, *_ in inside) / 1e6
    return _figure("size", "the same, unpacked", "MB", FILE.stat().st_size / 1e6, unpacked)


def _figure(name: str, peer: str, unit: str, ours: float, peers: float) -> Figure:
    ratio = ours / peers
    return Figure(
        bench="binary", name=name, peer=peer, statistic="once", unit=unit,
        ours=ours, peers=peers, ratio=ratio, low=ratio, high=ratio, rounds=1,
    )  # fmt: skip


def _start(program: list[str], folder: Path) -> Callable[[], float]:
    def measured() -> float:
        before = time.perf_counter()
        with _serving(program, folder):
            return (time.perf_counter() - before) * 1000

    return measured


def _after_printing(program: list[str], folder: Path) -> float:
    with _serving(program, folder) as (port, pid):
        visitor = Visitor(port)
        visitor.agree()
        for _ in range(PRINTED):
            visitor.fill_in()
            visitor.confirm()
        return sum(map(_share, _family(pid)))


@contextmanager
def _serving(program: list[str], folder: Path) -> Iterator[tuple[int, int]]:
    port = free_port()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    process = subprocess.Popen(
        [*program, "serve", "--data", str(folder), "--port", str(port)],
        cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not answers(port, "/"):
            if process.poll() is not None:
                raise RuntimeError(f"did not start: {' '.join(program)}")
            time.sleep(0.01)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(60)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _share(pid: int) -> float:
    """Megabytes that end when this process ends, shared ones divided."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
