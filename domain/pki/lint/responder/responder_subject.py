"""An OCSP signer says whose it is and what it is."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import IssuerFacts, ResponderContents

CITATION = "RFC 5280 §4.1.2.6; CA/Browser Forum BR §7.1.2.8.4"


def check(contents: ResponderContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Country and common name, each once."""
    attributes = [attribute for attribute, _ in contents.subject]
    for wanted in ("countryName", "commonName"):
        if attributes.count(wanted) != 1:
            yield f"subject has {attributes.count(wanted)} {wanted}, must have one"
