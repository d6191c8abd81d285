"""A list has a number that every reader can hold."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import IssuerFacts, ListContents

CITATION = "RFC 5280 §5.2.3 (at most 20 octets)"

_LONGEST_BITS = 159


def check(contents: ListContents, _issuer: IssuerFacts) -> Iterator[str]:
    """That it grows is the database's promise: here one list is seen alone."""
    if contents.number < 1 or contents.number.bit_length() > _LONGEST_BITS:
        yield "the number is not between 1 and 20 octets"
