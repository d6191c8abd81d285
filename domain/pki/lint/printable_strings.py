"""Attributes that must be PrintableString hold only its characters."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.attributes import ATTRIBUTES, PRINTABLE
from domain.pki.contents import AnyCertificate, IssuerFacts
from domain.pki.lint.places import attributes_of

CITATION = "RFC 5280 appendix A.1 (X520countryName, X520SerialNumber); ITU-T X.680 §41.4"


def check(contents: AnyCertificate, _issuer: IssuerFacts) -> Iterator[str]:
    """Country and serialNumber."""
    for place, attribute, value in attributes_of(contents):
        kind = ATTRIBUTES.get(attribute)
        if kind and kind.printable and not set(value) <= PRINTABLE:
            yield f"{place} has characters outside PrintableString"
