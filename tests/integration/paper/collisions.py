"""Words that run over the edge of a page, over a drawn line or over other words, in any PDF."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from itertools import combinations

import pypdfium2

SLACK = 1.0
"""Points that a word may reach over: the boxes of characters are larger than their ink."""
PAGE = '<page width="'
CORNERS = ("xMin", "yMin", "xMax", "yMax")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def core(self) -> Box:
        """The middle half of its height, and its width without the slack: where the ink surely is."""
        quarter = (self.bottom - self.top) / 4
        return Box(self.left + SLACK, self.top + quarter, self.right - SLACK, self.bottom - quarter, self.text)

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def words(bbox: str) -> Iterator[list[Box]]:
    """The words of each page, from what ``pdftotext -bbox`` writes."""
    for page in bbox.split(PAGE)[1:]:
        found = []
        for line in page.split("<word ")[1:]:
            left, top, right, bottom = (float(line.split(f'{corner}="')[1].split('"')[0]) for corner in CORNERS)
            found.append(Box(left, top, right, bottom, unescape(line.split(">")[1].split("<")[0])))
        yield found


def drawn(pdf: bytes) -> Iterator[tuple[Box, list[Box]]]:
    """Each page, with the rectangles around everything that is drawn on it: lines, borders, grounds, circles."""
    with closing(pypdfium2.PdfDocument(io.BytesIO(pdf))) as document:
        for page in document:
            width, height = page.get_size()
            paths = [
                one.get_bounds() for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=3)
            ]
            yield (
                Box(0, 0, width, height),
                [Box(left, height - top, right, height - bottom) for left, bottom, right, top in paths],
            )


def collisions(pdf: bytes, look: Callable[..., str]) -> list[str]:
    """What collides with what; empty on a paper where everything keeps to its box."""
    found = []
    texts = words(look(pdf, "pdftotext", "-bbox", "{}", "-"))
    for number, ((page, shapes), written) in enumerate(zip(drawn(pdf), texts, strict=True), 1):
        cores = [word.core() for word in written]
        found += [f"page {number}: {one.text} leaves the page" for one in cores if not one.inside(page)]
        found += [
            f"page {number}: {one.text} runs over a line or an edge"
            for one in cores
            if any(one.meets(shape) and not one.inside(shape) for shape in shapes)
        ]
        found += [
            f"page {number}: {one.text} and {other.text} lie on each other"
            for one, other in combinations(cores, 2)
            if one.meets(other)
        ]
    return found
