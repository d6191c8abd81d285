"""A seal says whose it is: the office's, and no person's."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import IssuerFacts, SealContents

CITATION = "RFC 5280 §4.1.2.6; ETSI EN 319 412-3 §4.2.1 (country, organisation and common name of a legal person)"

_NOT_OF_AN_OFFICE = {"surname", "givenName"}


def check(contents: SealContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Country, organisation and common name, each once; nothing that names a person."""
    attributes = [attribute for attribute, _ in contents.subject]
    for wanted in ("countryName", "organizationName", "commonName"):
        if attributes.count(wanted) != 1:
            yield f"subject has {attributes.count(wanted)} {wanted}, must have one"
    if _NOT_OF_AN_OFFICE & set(attributes):
        yield "subject names a person"
