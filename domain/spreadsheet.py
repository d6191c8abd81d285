"""Cells that a spreadsheet must not run (OWASP: CSV injection)."""

from __future__ import annotations

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes Excel or LibreOffice take a cell for a formula; the full-width ones do in Japanese editions."""


def safe_cell(text: str) -> str:
    """The text for a cell of CSV: with an apostrophe before what would be a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
