"""Fonts for text whose font is not in the file: PDFium gets ours, and only ours; in worker processes only."""

from __future__ import annotations

import ctypes
import struct
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pypdfium2 import PdfSysfontBase

from adapters.paper.fonts import FONTS

_JAPANESE = {128, 134, 136, 129}
"""Character sets of ``fpdf_sysfontinfo.h``: Shift JIS, and the other three that use kanji."""
_BOLD = 600
_GOTHIC = ("gothic", "ゴシック", "meiryo", "メイリオ", "sans", "kaku", "maru", "yugoth")
_MINCHO = ("mincho", "明朝", "ryumin", "serif", "kyokasho")


@dataclass(slots=True)
class _Face:
    """A font file in memory, and where its tables are."""

    name: bytes
    content: bytes
    tables: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (count,) = struct.unpack_from(">H", self.content, 4)
        for index in range(count):
            tag, _sum, offset, length = struct.unpack_from(">IIII", self.content, 12 + 16 * index)
            self.tables[tag] = (offset, length)

    def table(self, tag: int) -> bytes:
        """A table by its tag; 0 is the whole file."""
        if tag == 0:
            return self.content
        offset, length = self.tables.get(tag, (0, 0))
        return self.content[offset : offset + length]


@cache
def _face(file: str) -> _Face:
    return _Face(file.encode(), (FONTS / f"{file}.ttf").read_bytes())


def _wanted(weight: int, charset: int, name: str) -> str | None:
    """Which of our files stands for a font that is not in the file; None: PDFium's own Latin ones do."""
    gothic = any(word in name for word in _GOTHIC)
    if charset not in _JAPANESE and not gothic and not any(word in name for word in _MINCHO):
        return None
    bold = "Bold" if weight >= _BOLD or "bold" in name else "Regular"
    return f"BIZUDP{'Gothic' if gothic else 'Mincho'}-{bold}"


class OurFonts(PdfSysfontBase):  # type: ignore[misc]  # because pypdfium2 comes without types
    """Answers PDFium's questions for fonts; without it a bond in unembedded MS-Mincho would be a blank page."""

    def __init__(self) -> None:
        super().__init__()
        self._given: list[_Face] = []

    def EnumFonts(self, _: Any, mapper: Any) -> None:
        """No font of the machine: a page looks the same everywhere."""

    def MapFont(self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        file = _wanted(weight, charset, _readable(face))
        return self._handle(file) if file else None

    def GetFont(self, _: Any, face: Any) -> int | None:
        file = _wanted(400, 0, _readable(face))
        return self._handle(file) if file else None

    def GetFontData(self, _: Any, font: int, table: int, buffer: Any, size: int) -> int:
        content = self._given[font - 1].table(table)
        if buffer and size >= len(content):
            ctypes.memmove(buffer, content, len(content))
        return len(content)

    def GetFaceName(self, _: Any, font: int, buffer: Any, size: int) -> int:
        name = self._given[font - 1].name + b"\0"
        if buffer and size >= len(name):
            ctypes.memmove(buffer, name, len(name))
        return len(name)

    def GetFontCharset(self, _: Any, font: int) -> int:
        return 128

    def DeleteFont(self, _: Any, font: int) -> None:
        """The file stays in memory for the next page."""

    def _handle(self, file: str) -> int:
        face = _face(file)
        if face not in self._given:
            self._given.append(face)
        return self._given.index(face) + 1


def _readable(face: Any) -> str:
    """A name (``char *``) as Japanese writers put it into files, in ASCII, UTF-8 or Shift JIS; small letters."""
    name = ctypes.cast(face, ctypes.c_char_p).value or b""
    try:
        return name.decode("utf-8").lower()
    except UnicodeDecodeError:
        return name.decode("cp932", "replace").lower()
