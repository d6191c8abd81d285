"""The note with the first account's password: for one pair of eyes, and gone once its owner has one of their own."""

from __future__ import annotations

import os
from pathlib import Path


class FirstAccountNote:
    """A file that its owner alone may read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        return self.path.exists()

    def write(self, text: str) -> None:
        """Writes the note, safely on disk when this returns; one from an earlier try is replaced."""
        self.path.unlink(missing_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    def forget(self) -> None:
        """Removes it; its octets are overwritten first, as far as the file system lets that mean anything."""
        size = self.path.stat().st_size
        with self.path.open("r+b") as file:
            file.write(b"\0" * size)
            file.flush()
            os.fsync(file.fileno())
        self.path.unlink(missing_ok=True)
