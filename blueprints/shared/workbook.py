"""Tables as a workbook for Excel (Office Open XML)."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
"""Columns of a letter's width: longer cells are wrapped by whoever reads them."""

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; its name has at most 31 letters and none of ``[]:*?/\\``, as Excel demands."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The file. Texts stay texts: what looks like a formula or an address is neither."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.write_row(0, 0, sheet.head, bold)
            page.freeze_panes(1, 0)
            for number, row in enumerate(sheet.rows, start=1):
                page.write_row(number, 0, row)
            for column, label in enumerate(sheet.head):
                widths = [_columns(str(row[column])) for row in sheet.rows]
                page.set_column(column, column, min(max([_columns(label), *widths]) + 2, WIDEST))
    return file.getvalue()


def _columns(text: str) -> int:
    """How many letters wide: a full-width character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1 for letter in text)
