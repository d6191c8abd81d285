"""Heads of the audit trail, kept outside the database: without them its end could be cut off unseen (design §3)."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path


class HeadBook:
    """A text file of lines ``moment seq hash``, only ever added to; an office copies it to another machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def heads(self) -> dict[int, str]:
        """Row number → hash it had; a half-written last line is left out."""
        if not self._path.exists():
            return {}
        lines = (line.split() for line in self._path.read_text(encoding="ascii").splitlines())
        return {int(parts[1]): parts[2] for parts in lines if len(parts) == 3 and len(parts[2]) == 64}

    def note(self, seq: int, row_hash: str, at: datetime) -> None:
        """Adds a head, safely on disk when this returns."""
        with self._path.open("a", encoding="ascii") as book:
            book.write(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {seq} {row_hash}\n")
            book.flush()
            os.fsync(book.fileno())
