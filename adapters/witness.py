"""What must never be set back, kept outside the database: a restored one is held against it (docs/backup.md)."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_LIST = re.compile(r"revoked-(\d+)-(\d+)\.crl")
_TAIL = 4096


@dataclass(frozen=True, slots=True)
class KnownSerial:
    """A serial number that was about to be signed."""

    authority_id: int
    serial_number: str


class Witness:
    """A folder with the serial numbers that were given, and the last revocation list of each authority.

    The order of an issue is: commit the serial number, note it here, sign. So what is here was always committed
    before, and a database that lacks it was set back.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._serials = folder / "serial-numbers.txt"

    def note_serials(self, serials: Sequence[KnownSerial], at: datetime) -> None:
        """Adds serial numbers, safely on disk when this returns. Raises ``OSError``."""
        moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        with self._serials.open("a", encoding="ascii") as book:
            book.writelines(f"{moment} {one.authority_id} {one.serial_number}\n" for one in serials)
            book.flush()
            os.fsync(book.fileno())

    def serials(self) -> list[KnownSerial]:
        """Every serial number, in the order they were given; a half-written line is left out."""
        if not self._serials.exists():
            return []
        return _serials_in(self._serials.read_text(encoding="ascii"))

    def last_serial(self) -> KnownSerial | None:
        """The newest one, without reading the years before."""
        if not self._serials.exists():
            return None
        with self._serials.open("rb") as book:
            book.seek(max(book.seek(0, os.SEEK_END) - _TAIL, 0))
            found = _serials_in(book.read().decode("ascii"))
        return found[-1] if found else None

    def note_list(self, authority_id: int, number: int, der: bytes) -> None:
        """Keeps a revocation list in place of the one before. Raises ``OSError``."""
        file = self._folder / f"revoked-{authority_id}-{number}.crl"
        part = file.with_name(f".{file.name}.part")
        with part.open("wb") as opened:
            opened.write(der)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
        for older, path in self._lists():
            if older[0] == authority_id and older[1] < number:
                path.unlink(missing_ok=True)

    def list_numbers(self) -> dict[int, int]:
        """Authority → number of its newest list here."""
        return {authority_id: number for (authority_id, number), _path in self._lists()}

    def list_of(self, authority_id: int) -> bytes | None:
        """The newest list of an authority that is here, in DER."""
        while found := [path for (owner, _number), path in self._lists() if owner == authority_id]:
            # One that went between the two looks has a newer one in its place.
            with suppress(FileNotFoundError):
                return found[-1].read_bytes()
        return None

    def _lists(self) -> list[tuple[tuple[int, int], Path]]:
        matches = ((_LIST.fullmatch(path.name), path) for path in self._folder.glob("revoked-*.crl"))
        return sorted(((int(match[1]), int(match[2])), path) for match, path in matches if match)


def _serials_in(text: str) -> list[KnownSerial]:
    lines = (line.split() for line in text.splitlines())
    return [KnownSerial(int(parts[1]), parts[2]) for parts in lines if len(parts) == 3 and len(parts[2]) == 40]
