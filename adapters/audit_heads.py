"""Heads of the audit trail, kept outside the database: without them its end could be cut off unseen (design §3)."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

RESTORED = "restored"
_TAIL = 1024


class HeadBook:
    """A text file of lines ``moment seq hash``, only ever added to; an office copies it to another machine.

    A line that ends in ``restored`` says that a person accepted an older database: of the heads before, those of later
    rows hold no longer.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def heads(self) -> dict[int, str]:
        """Row number → hash it had; a half-written last line is left out."""
        found: dict[int, str] = {}
        for seq, row_hash, *rest in self._lines():
            if rest:
                found = {earlier: known for earlier, known in found.items() if earlier <= int(seq)}
            else:
                found[int(seq)] = row_hash
        return found

    def last(self) -> tuple[int, str] | None:
        """The newest head that holds, without reading the years before."""
        ends = self._lines(_TAIL)[-1:]
        if ends and len(ends[0]) == 2:
            return int(ends[0][0]), ends[0][1]
        heads = self.heads()
        return max(heads.items()) if heads else None

    def note(self, seq: int, row_hash: str, at: datetime) -> None:
        """Adds a head, safely on disk when this returns."""
        self._add(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {seq} {row_hash}\n")

    def note_restored(self, seq: int, row_hash: str, at: datetime) -> None:
        """From row ``seq`` on the trail is another one, by a person's decision."""
        self._add(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {seq} {row_hash} {RESTORED}\n")

    def _lines(self, tail: int | None = None) -> list[list[str]]:
        """What the lines say after their moment; of the last ``tail`` octets, or of all."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as book:
            book.seek(max(book.seek(0, os.SEEK_END) - tail, 0) if tail else 0)
            text = book.read().decode("ascii")
        lines = (line.split()[1:] for line in text.splitlines())
        return [parts for parts in lines if len(parts) >= 2 and len(parts[1]) == 64 and parts[2:] in ([], [RESTORED])]

    def _add(self, line: str) -> None:
        with self._path.open("a", encoding="ascii") as book:
            book.write(line)
            book.flush()
            os.fsync(book.fileno())
