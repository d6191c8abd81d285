"""Pages become pictures, by PDFium; in worker processes only, since it is not safe for threads and may abort."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from pypdfium2 import PdfDocument, PdfiumError

from adapters.pdf.fonts import OurFonts
from adapters.pdf.picture import packed
from adapters.pdf.refused import Refused
from domain.pdf import LONGEST_SIDE, MOST_PIXELS, Refusal

SHORTEST_SIDE = 8.0
"""Points; less is no page that a person could look at."""
PROOF_SIDE = 200.0
"""Pixels of the longer side, when a page is drawn only to see that it can be."""
_fonts: list[OurFonts] = []


def prepare() -> None:
    """Gives PDFium our fonts; once in a process."""
    if not _fonts:
        _fonts.append(OurFonts())
        _fonts[0].setup()


@contextmanager
def opened(content: bytes) -> Iterator[PdfDocument]:
    """The document. Raises ``Refused`` when PDFium cannot read it."""
    try:
        document = PdfDocument(content)
    except PdfiumError as problem:
        raise Refused(Refusal.NOT_SHOWN) from problem
    try:
        # Signatures and form fields have their look in "widgets", which need this.
        document.init_forms()
        yield document
    finally:
        document.close()


def prove(content: bytes, pages: int) -> None:
    """Draws every page once, small, so that what is stored can be shown. Raises ``Refused``."""
    prepare()
    with opened(content) as document:
        if len(document) != pages:
            # Two readers that count differently see two different documents.
            raise Refused(Refusal.NOT_SHOWN)
        for index in range(pages):
            size_of(document, index)
        for index in range(pages):
            draw(document, index, PROOF_SIDE / max(size_of(document, index)))


def size_of(document: PdfDocument, index: int) -> tuple[float, float]:
    """Width and height in points, asked before anything is allocated. Raises ``Refused``."""
    try:
        width, height = document.get_page_size(index)
    except PdfiumError as problem:
        raise Refused(Refusal.NOT_SHOWN) from problem
    if not (math.isfinite(width) and math.isfinite(height)) or min(width, height) < SHORTEST_SIDE:
        raise Refused(Refusal.NOT_SHOWN)
    if max(width, height) > LONGEST_SIDE:
        raise Refused(Refusal.PAGE_TOO_LARGE)
    return width, height


def draw(document: PdfDocument, index: int, scale: float) -> tuple[int, int, bytes]:
    """Width and height in pixels, and red, green, blue of each. ``scale`` is pixels a point; never too many pixels."""
    width, height = size_of(document, index)
    scale = min(scale, math.sqrt(MOST_PIXELS / (width * height)))
    try:
        page = document[index]
    except PdfiumError as problem:
        raise Refused(Refusal.NOT_SHOWN) from problem
    try:
        bitmap = page.render(scale=scale, rev_byteorder=True)
        try:
            picture = bitmap.to_pil()
            if picture.mode != "RGB":
                picture = picture.convert("RGB")
            return picture.width, picture.height, picture.tobytes()
        finally:
            bitmap.close()
    finally:
        page.close()


def picture_of(content: bytes, page: int, dpi: int) -> bytes:
    """A page (from 1), packed. Raises ``IndexError`` for one that is not there."""
    prepare()
    with opened(content) as document:
        if not 1 <= page <= len(document):
            raise IndexError("no such page")
        return packed(*draw(document, page - 1, dpi / 72))
