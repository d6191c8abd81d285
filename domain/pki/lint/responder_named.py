"""A certificate says where its status can be asked for."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 5280 §4.2.2.1 (id-ad-ocsp); RFC 6960 §3.1; design §5"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """A list is up to a week old in somebody's cache; an answer is not."""
    if not contents.ocsp_uris:
        yield "there is no OCSP address"
