"""The serial number is positive, at most 20 octets long, and long enough to be random."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import AnyCertificate, IssuerFacts

CITATION = "RFC 5280 §4.1.2.2; CA/Browser Forum BR §7.1 (64 bits from a CSPRNG)"

_LONGEST_BITS = 159
"""20 octets less the sign bit."""
_SHORTEST_BITS = 64


def check(contents: AnyCertificate, _issuer: IssuerFacts) -> Iterator[str]:
    """A 159-bit random number is shorter than 64 bits once in 2 to the 95."""
    number = contents.serial_number
    if number <= 0:
        yield "serial number is not positive"
    elif not _SHORTEST_BITS <= number.bit_length() <= _LONGEST_BITS:
        yield f"serial number has {number.bit_length()} bits, allowed are {_SHORTEST_BITS} to {_LONGEST_BITS}"
