"""An entry names a serial number that a certificate can have."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import RevokedEntry

CITATION = "RFC 5280 §4.1.2.2, §5.3"

_LONGEST_BITS = 159


def check(entry: RevokedEntry) -> Iterator[str]:
    """Of any length: what was issued must be revocable."""
    if entry.serial_number <= 0 or entry.serial_number.bit_length() > _LONGEST_BITS:
        yield "serial number is not between 1 and 20 octets"
