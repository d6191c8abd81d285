"""How large a value may be printed so that it stays in its box (look.md, Paper)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from adapters.paper.fonts import BODY_FONT

SMALLEST = 8.0
"""Points. Below this people cannot read a name; a longer value wraps instead."""
STEP = 0.5
MM_PER_POINT = 25.4 / 72


@cache
def _advance() -> Callable[[str], float]:
    """Width of a character in em, as the main face has it; one em for those of the last family."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only workers print

    with TTFont(BODY_FONT, lazy=True) as font:
        unit = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        widths = {code: metrics[name][0] / unit for code, name in font.getBestCmap().items()}
    return lambda character: widths.get(ord(character), 1.0)


def width_em(text: str) -> float:
    """The width of ``text`` on one line, in em."""
    return sum(map(_advance(), text))


def width_mm(text: str, points: float = 10.5) -> float:
    """The width of ``text`` on one line of this size, in millimetres."""
    return width_em(text) * points * MM_PER_POINT


def fit(text: str, millimetres: float, points: float = 10.5) -> float:
    """The largest size, from ``points`` down by half points to 8, at which ``text`` fits one line."""
    em = width_em(text) * MM_PER_POINT
    size = points
    while size > SMALLEST and em * size > millimetres:
        size -= STEP
    return max(size, SMALLEST)


def lines(text: str, millimetres: float) -> int:
    """How many lines ``text`` takes after ``fit``."""
    em = width_em(text) * MM_PER_POINT * SMALLEST
    return max(1, -(-int(em * 100) // int(millimetres * 100)))
