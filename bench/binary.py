"""The single file beside the source run: its size, the time until the first page, memory after the main job.

Both serve copies of one office; they are started in turns. Memory is the proportional share (PSS) of parent, office
and workers together, after twenty applications were confirmed and printed.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader

from bench import served
from bench.environment import ROOT
from bench.figure import Action, Figure, compare, in_turns
from bench.sample_office import office_in
from bench.visitor import Visitor
from tests import programs

FILE = ROOT / "dist" / "madoguchi"
PROGRAMS = {"source": served.SOURCE, "file": (str(FILE),)}
PRINTED = 20


def measure(quick: bool) -> list[Figure]:
    """Aims: 60 MB, and a start within twice that of the source."""
    programs.run([ROOT / "script" / "build-binary", "--if-needed"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as temporary:
        folder = Path(temporary) / "office"
        folder.mkdir()
        with office_in(folder):
            pass
        starts = in_turns(
            3 if quick else 15,
            {name: _start(program, folder) for name, program in PROGRAMS.items()},
            warm=1,
        )
        memory = {
            name: _after_printing(program, Path(shutil.copytree(folder, Path(temporary) / name)))
            for name, program in PROGRAMS.items()
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


def _start(program: Sequence[str], folder: Path) -> Action:
    def measured() -> float:
        before = time.perf_counter()
        with served.ours(folder, program=program, ready="/"):
            return (time.perf_counter() - before) * 1000

    return measured


def _after_printing(program: Sequence[str], folder: Path) -> float:
    with served.ours(folder, program=program, ready="/") as office:
        visitor = Visitor(office.port)
        visitor.agree()
        for _ in range(PRINTED):
            visitor.fill_in()
            visitor.confirm()
        return sum(map(_share, _family(office.pid)))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _share(pid: int) -> float:
    """Megabytes that end when this process ends, shared ones divided."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
