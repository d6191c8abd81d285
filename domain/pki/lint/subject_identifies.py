"""The subject says who it is: country, common name, and a serial number that tells namesakes apart."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 3739 §3.1.2 (unmistakable subject); S4-97 (the name is always in the certificate)"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Each of the three exactly once."""
    attributes = [attribute for attribute, _ in contents.subject]
    for wanted in ("countryName", "commonName", "serialNumber"):
        if attributes.count(wanted) != 1:
            yield f"subject has {attributes.count(wanted)} {wanted}, must have one"
