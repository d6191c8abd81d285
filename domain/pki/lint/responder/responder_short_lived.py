"""An OCSP signer that nobody checks lives a few days only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from domain.pki.contents import IssuerFacts, ResponderContents

CITATION = "RFC 6960 §4.2.2.2.1 (id-pkix-ocsp-nocheck); RFC 9919 §3.2.2 (short-lived, renewed regularly)"

_LONGEST = timedelta(days=14)


def check(contents: ResponderContents, _issuer: IssuerFacts) -> Iterator[str]:
    """It cannot be revoked: a stolen key answers until it has run out."""
    if contents.not_after - contents.not_before > _LONGEST:
        yield f"validity is longer than {_LONGEST.days} days"
