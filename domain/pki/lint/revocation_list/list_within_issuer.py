"""A list is signed while its signer is valid."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import IssuerFacts, ListContents

CITATION = "RFC 5280 §6.3.3 (f) (the path of the list's issuer must be valid)"


def check(contents: ListContents, issuer: IssuerFacts) -> Iterator[str]:
    """nextUpdate may lie beyond the signer's end: the last list of all announces none that could come."""
    if not issuer.not_before <= contents.this_update <= issuer.not_after:
        yield "thisUpdate is outside the issuer's validity"
