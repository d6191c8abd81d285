"""PDFs made by code: good bonds, and the one real reader that all tests of a process share."""

from __future__ import annotations

import atexit
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from adapters.pdf import SandboxedPdfReader

A4 = (595, 842)
Change = Callable[[Pdf], None]


@cache
def pdf_reader() -> SandboxedPdfReader:
    """The reader; it ends with the process."""
    reader = SandboxedPdfReader(Path("no-such-folder"), workers=1)
    atexit.register(reader.close)
    return reader


def saved(pdf: Pdf, **how: object) -> bytes:
    """The file of a document that is still open."""
    out = io.BytesIO()
    pdf.save(out, **how)  # type: ignore[arg-type]  # because the caller names pikepdf's own options
    return out.getvalue()


def made(*changes: Change, pages: int = 1, size: tuple[float, float] = A4, **how: object) -> bytes:
    """A document of ``pages`` blank pages with these changes."""
    with Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page().obj.MediaBox = Array([0, 0, *size])
        for change in changes:
            change(pdf)
        return saved(pdf, **how)


def writing(pdf: Pdf, text: str, *, font: str = "MS-Mincho", page: int = 0, size: int = 28) -> None:
    """Puts Japanese words on a page in a font that is not in the file, as many programs for offices do."""
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(f"/{font}"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Japan1", Supplement=2),
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor, FontName=Name(f"/{font}"), Flags=39, FontBBox=[0, -137, 1000, 859],
            ItalicAngle=0, Ascent=859, Descent=-140, CapHeight=709, StemV=50,
        ),
        DW=1000,
    )  # fmt: skip
    whole = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name(f"/{font}"),
        Encoding=Name("/90ms-RKSJ-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    )
    sheet = pdf.pages[page].obj
    sheet.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(whole)))
    words = text.encode("cp932").hex()
    sheet.Contents = Stream(pdf, f"BT /F1 {size} Tf 60 700 Td <{words}> Tj ET".encode())


@cache
def bond(words: str = "公共工事履行保証証券", pages: int = 1) -> bytes:
    """A bond as an agent uploads it; other words, other bytes."""
    with Pdf.new() as pdf:
        for number in range(pages):
            pdf.add_blank_page(page_size=A4)
            writing(pdf, f"{words}　{number + 1}", page=number)
        return saved(pdf, deterministic_id=True)


__all__ = ["A4", "bond", "made", "pdf_reader", "pikepdf", "saved", "writing"]
