"""One measured figure: ours, the peer's, and the ratio of both with its spread."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

BLOCKS = 5
"""A run is cut into so many blocks; the lowest and highest ratio among them are the spread."""

Statistic = Callable[[Sequence[float]], float]
Action = Callable[[], float]
"""Does the work once and says how long it took, in milliseconds."""


def p95(samples: Sequence[float]) -> float:
    """The value that 95 of 100 samples do not exceed (nearest rank)."""
    return sorted(samples)[math.ceil(0.95 * len(samples)) - 1]


STATISTICS: dict[str, Statistic] = {"median": statistics.median, "p95": p95}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A ratio with its parts; ``low`` and ``high`` are its spread over the blocks of the run."""

    bench: str
    name: str
    peer: str
    statistic: str
    unit: str
    ours: float
    peers: float
    ratio: float
    low: float
    high: float
    rounds: int
    aim: float | None = None
    """The ratio that is not to be exceeded; None: for information."""

    @property
    def met(self) -> bool | None:
        return None if self.aim is None else self.ratio <= self.aim

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"met": self.met}


def compare(
    ours: Sequence[float],
    peers: Sequence[float],
    *,
    bench: str,
    name: str,
    peer: str,
    statistic: str = "median",
    aim: float | None = None,
    words: str = "",
) -> Figure:
    """The figure of two series that were measured in turns; ``words`` names what was measured, if not time passed.

    Raises ``ValueError`` if their lengths differ.
    """
    of = STATISTICS[statistic]
    pairs = list(zip(ours, peers, strict=True))
    blocks = min(BLOCKS, len(pairs))
    edges = [len(pairs) * i // blocks for i in range(blocks + 1)]
    ratios = [
        of([a for a, _ in pairs[start:end]]) / of([b for _, b in pairs[start:end]])
        for start, end in zip(edges, edges[1:], strict=False)
    ]
    return Figure(
        bench=bench, name=name, peer=peer, statistic=words or statistic, unit="ms", ours=of(ours), peers=of(peers),
        ratio=of(ours) / of(peers), low=min(ratios), high=max(ratios), rounds=len(pairs), aim=aim,
    )  # fmt: skip


def timed(work: Callable[[], object]) -> Action:
    """The action that does ``work`` and looks at the clock before and after."""

    def measured() -> float:
        start = time.perf_counter()
        work()
        return (time.perf_counter() - start) * 1000

    return measured


def in_turns(rounds: int, actions: Mapping[str, Action], *, warm: int = 3) -> dict[str, list[float]]:
    """Does every action in every round, one after the other, so that a busy moment strikes all of them."""
    for _ in range(warm):
        for action in actions.values():
            action()
    samples: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            samples[name].append(action())
    return samples
