"""Resident memory of the web process and of the paper workers while 1,000 applications are confirmed over HTTP.

Every confirmation prints its set: two application forms and the certificate of employment, five pages. The peer
is the same process earlier in the run: what is flat has a ratio of 1.
"""

from __future__ import annotations

import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import served
from bench.figure import Figure
from bench.sample_office import office_in
from bench.visitor import Visitor

AIM = 1.1


def measure(quick: bool) -> list[Figure]:
    """After the last paper, beside after the first 100 (the first 20 where there are but 100)."""
    step = 20 if quick else 100
    total = 100 if quick else 1000
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as temporary:
        folder = Path(temporary)
        with office_in(folder):
            pass
        with served.ours(folder) as office:
            visitors = [Visitor(office.port) for _ in range(2)]
            for visitor in visitors:
                visitor.agree()
            seen: list[dict[str, float]] = []
            with ThreadPoolExecutor(max_workers=len(visitors)) as both:
                for _ in range(total // step):
                    list(both.map(lambda visitor: _papers(visitor, step // 2), visitors))
                    seen.append(_resident(office.pid))
    return [
        Figure(
            bench="memory", name=name, peer=f"itself after {step} PDFs", statistic=f"after {total}", unit="MB",
            ours=last[-1], peers=last[0], ratio=last[-1] / last[0],
            low=min(last) / last[0], high=max(last) / last[0], rounds=total, aim=AIM,
        )
        for name in seen[0]
        if (last := [at[name] for at in seen])
    ]  # fmt: skip


def _papers(visitor: Visitor, count: int) -> None:
    for _ in range(count):
        visitor.fill_in()
        visitor.confirm()


def _resident(pid: int) -> dict[str, float]:
    """The web process and the heaviest paper worker, in megabytes."""
    workers = [
        _megabytes(child)
        for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    return {"web process": _megabytes(pid), "paper worker, heaviest": max(workers)}


def _megabytes(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found.group(1)) / 1024
