"""No attribute is empty or longer than its bound, counted in characters as X.520 does."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.attributes import ATTRIBUTES
from domain.pki.contents import AnyCertificate, IssuerFacts
from domain.pki.lint.places import attributes_of

CITATION = "ITU-T X.520 annex C; RFC 5280 appendix A.1 (upper bounds)"


def check(contents: AnyCertificate, _issuer: IssuerFacts) -> Iterator[str]:
    """Looks at every attribute whose type is known."""
    for place, attribute, value in attributes_of(contents):
        kind = ATTRIBUTES.get(attribute)
        if kind and not 1 <= len(value) <= kind.longest:
            yield f"{place} has {len(value)} characters, allowed are 1 to {kind.longest}"
