"""Pages of papers as small grey pictures, and how far a new one may differ from the stored one."""

from __future__ import annotations

import io
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter, ImageStat

from adapters.paper import PaperPool
from domain.certificates.printed import Paper

STORED = Path(__file__).parent / "pictures"
DOTS_PER_INCH = 60
STEP = 17
"""Sixteen greys are enough to see by, and a picture takes 20 kB."""
MOST_AT_A_PLACE = 10
"""Of 255, after a slight blur: a line of 0.2 mm that is missing makes more, an edge smoothed otherwise less."""
MOST_ON_AVERAGE = 2.0
PLACE = 4
"""Pixels on either side of a pixel that make up a place: 4 mm."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How much two pictures differ."""

    average: float
    strongest: int
    """At the worst place."""

    @property
    def is_seen(self) -> bool:
        return self.average > MOST_ON_AVERAGE or self.strongest > MOST_AT_A_PLACE


def pictures(pdf: bytes) -> list[Image.Image]:
    """Every page; by PDFium, whose version is pinned."""
    with closing(pypdfium2.PdfDocument(io.BytesIO(pdf))) as document:
        pages = [page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil().convert("L") for page in document]
    return [page.point(lambda grey: (grey + STEP // 2) // STEP * STEP) for page in pages]


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """A blur of one pixel first: what is smoothed otherwise at its edges is the same to a reader."""
    if one.size != other.size:
        return Difference(255, 255)
    apart = ImageChops.difference(*(picture.filter(ImageFilter.GaussianBlur(1)) for picture in (one, other)))
    _, strongest = apart.filter(ImageFilter.BoxBlur(PLACE)).getextrema()
    return Difference(ImageStat.Stat(apart).mean[0], int(strongest))  # type: ignore[arg-type]  # because grey has one band


def marked(one: Image.Image, other: Image.Image) -> Image.Image:
    """Both over each other: red stands only in the stored picture, blue only in the new one."""
    size = (max(one.width, other.width), max(one.height, other.height))
    wide = []
    for picture in (one, other):
        sheet = Image.new("L", size, 255)
        sheet.paste(picture)
        wide.append(sheet)
    stored, new = wide
    return Image.merge("RGB", (new, ImageChops.darker(stored, new), stored))


def stored(name: str) -> list[Image.Image]:
    """The pictures of a paper, page by page."""
    return [Image.open(path).convert("L") for path in sorted(STORED.glob(f"{name}.[0-9].png"))]


def file_name(name: str, page: int) -> str:
    return f"{name}.{page}.png"


def keep(picture: Image.Image, path: Path) -> None:
    """Four bits a pixel."""
    greys = Image.frombytes("P", picture.size, picture.point(lambda grey: grey // STEP).tobytes())
    greys.putpalette([grey for step in range(16) for grey in (step * STEP,) * 3])
    greys.save(path, optimize=True, bits=4)


def renew(papers: dict[str, Paper], pool: PaperPool) -> list[Path]:
    """Replaces the pictures that differ from what is printed now; gives those to look at."""
    STORED.mkdir(exist_ok=True)
    wanted: dict[Path, Image.Image] = {}
    for name, paper in papers.items():
        wanted |= {STORED / file_name(name, n): picture for n, picture in enumerate(pictures(pool.render(paper)), 1)}
    for path in set(STORED.glob("*.png")) - set(wanted):
        path.unlink()
    changed = [
        path
        for path, picture in wanted.items()
        if not path.exists() or difference(Image.open(path).convert("L"), picture).is_seen
    ]
    for path in changed:
        keep(wanted[path], path)
    return changed


if __name__ == "__main__":
    from tests.integration.paper.every_paper import EVERY

    with tempfile.TemporaryDirectory() as folder, PaperPool(Path(folder), workers=1) as printer:
        looked_for = renew(EVERY, printer)
    sys.stdout.write("".join(f"{path}\n" for path in looked_for))
    sys.stdout.write(f"{len(looked_for)} pictures renewed. Look at every one of them before it is committed.\n")
