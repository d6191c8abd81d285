"""A certificate lives within the life of the one that signs it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import AnyCertificate, IssuerFacts

CITATION = "RFC 5280 §6.1.3 (every certificate of the path must be valid); design §5"


def check(contents: AnyCertificate, issuer: IssuerFacts) -> Iterator[str]:
    """Neither earlier nor later."""
    if contents.not_before < issuer.not_before:
        yield "validity begins before the issuer's"
    if contents.not_after > issuer.not_after:
        yield "validity ends after the issuer's"
