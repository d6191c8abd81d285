"""A list says when the next one comes: within a week, for a root within a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from domain.pki.contents import IssuerFacts, ListContents

CITATION = (
    "RFC 5280 §5.1.2.4, §5.1.2.5 (nextUpdate is there); design §5 (at most 7 days); "
    "BR §4.9.7 (at most 10, and 12 months for lists of CA certificates)"
)

_LONGEST, _LONGEST_OF_ROOT = timedelta(days=7), timedelta(days=365)


def check(contents: ListContents, _issuer: IssuerFacts) -> Iterator[str]:
    """In whole seconds, as certificates (RFC 5280 §4.1.2.5)."""
    if contents.this_update >= contents.next_update:
        yield "nextUpdate is not after thisUpdate"
    longest = _LONGEST_OF_ROOT if contents.of_root else _LONGEST
    if contents.next_update - contents.this_update > longest:
        yield f"nextUpdate is more than {longest.days} days after thisUpdate"
    if contents.this_update.microsecond or contents.next_update.microsecond:
        yield "a time has fractions of a second"
