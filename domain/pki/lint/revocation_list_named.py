"""A certificate says where its revocation list is."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts, SealContents

CITATION = "RFC 5280 §4.2.1.13; design §5"


def check(contents: CertificateContents | SealContents, _issuer: IssuerFacts) -> Iterator[str]:
    """OCSP may come beside it, never instead: offline checkers keep lists."""
    if not contents.crl_uris:
        yield "there is no CRL distribution point"
