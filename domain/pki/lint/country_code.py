"""A country is two capital letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.pki.contents import AnyCertificate, IssuerFacts
from domain.pki.lint.places import attributes_of

CITATION = "ITU-T X.520 §6.3.1; ISO 3166-1 alpha-2"

_CODE = re.compile("[A-Z]{2}")


def check(contents: AnyCertificate, _issuer: IssuerFacts) -> Iterator[str]:
    """Every name that has a country."""
    for place, attribute, value in attributes_of(contents):
        if attribute == "countryName" and not _CODE.fullmatch(value):
            yield f"{place} is not two capital letters"
