"""Names are made of attribute types that we know how to encode."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.attributes import ATTRIBUTES
from domain.pki.contents import AnyCertificate, IssuerFacts
from domain.pki.lint.places import attributes_of

CITATION = "RFC 5280 §4.1.2.4"


def check(contents: AnyCertificate, _issuer: IssuerFacts) -> Iterator[str]:
    """Looks at every attribute."""
    for place, attribute, _ in attributes_of(contents):
        if attribute not in ATTRIBUTES:
            yield f"{place} is of no known attribute type"
