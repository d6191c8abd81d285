"""A CA says who runs it: country, organisation and a name of its own, each once."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import AuthorityContents, IssuerFacts

CITATION = "RFC 5280 §4.1.2.6 (a CA has a subject); CA/Browser Forum BR §7.1.2.10.2"


def check(contents: AuthorityContents, _issuer: IssuerFacts) -> Iterator[str]:
    """No e-mail address, no person: a CA outlives both."""
    attributes = [attribute for attribute, _ in contents.subject]
    for wanted in ("countryName", "organizationName", "commonName"):
        if attributes.count(wanted) != 1:
            yield f"subject has {attributes.count(wanted)} {wanted}, must have one"
