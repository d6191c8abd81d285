"""A key made by the office serves persons: never servers, never anything at all."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.12; CA/Browser Forum BR §6.1.1.3 (no subscriber keys made for servers); RFC 9336"

_ALLOWED = {"clientAuth", "emailProtection", "documentSigning"}


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """An absent extension would allow everything, so one usage at least is asked for."""
    if not contents.extended_key_usage:
        yield "there is no extended key usage"
    if len(set(contents.extended_key_usage)) < len(contents.extended_key_usage):
        yield "an extended key usage stands twice"
    for usage in contents.extended_key_usage:
        if usage not in _ALLOWED:
            yield f"extended key usage {usage} is not allowed"
