"""Who looks, and when, written across a page; made anew for every request on the page as it was drawn."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from adapters.paper.fonts import FONTS

_FONT = FONTS / "BIZUDPGothic-Regular.ttf"
_ANGLE = 24
_INK = (150, 0, 0)
_STRENGTH = 52
"""Of 255: dark enough to be seen on a copy, light enough to read the figures under it."""
_QUALITY = 82
_STRIP = 40


def marked(width: int, height: int, pixels: bytes | memoryview, mark: str) -> bytes:
    """The page as JPEG with ``mark`` across it, often enough that no part worth copying is without."""
    page = Image.frombytes("RGB", (width, height), pixels)
    stamp = _stamp(mark, max(width // 68, 10))
    step_x, step_y = max(stamp.width + width // 24, width // 2), max(height // 5, stamp.height * 3 // 4)
    for row, y in enumerate(range(-stamp.height // 4, height, step_y)):
        for x in range(-(row % 2) * step_x // 2, width, step_x):
            for left, top, strip in stamp.strips:
                page.paste(_INK, (x + left, y + top), strip)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Words as a mask, in upright strips: most of what surrounds slanting words is empty, and need not be painted."""

    width: int
    height: int
    strips: tuple[tuple[int, int, Image.Image], ...]
    """Each with its place from left and top."""


@lru_cache(maxsize=64)
def _stamp(mark: str, size: int) -> _Stamp:
    """The words, turned; kept, because a reader turns many pages within a minute."""
    font = ImageFont.truetype(_FONT, size)
    lines = mark.split("\n")
    boxes = [font.getbbox(line) for line in lines]
    wide = int(max(box[2] for box in boxes)) + 4
    line_height = int(size * 1.5)
    stamp = Image.new("L", (wide, line_height * len(lines) + 4), 0)
    draw = ImageDraw.Draw(stamp)
    for number, line in enumerate(lines):
        draw.text((2, 2 + number * line_height), line, font=font, fill=_STRENGTH)
    turned = stamp.rotate(_ANGLE, expand=True, resample=Image.Resampling.BILINEAR)
    turned = turned.crop(turned.getbbox())
    return _Stamp(turned.width, turned.height, tuple(_strips(turned)))


def _strips(turned: Image.Image) -> Iterator[tuple[int, int, Image.Image]]:
    for left in range(0, turned.width, _STRIP):
        strip = turned.crop((left, 0, min(left + _STRIP, turned.width), turned.height))
        if (box := strip.getbbox()) is not None:
            yield left + box[0], box[1], strip.crop(box)
