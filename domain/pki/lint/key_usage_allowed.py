"""A subscriber's key signs and, where a profile says so, takes up keys; it never signs certificates."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.3, §4.2.1.9 (keyCertSign needs cA)"

_ALLOWED = {"digitalSignature", "nonRepudiation", "keyEncipherment", "keyAgreement"}


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """At least one bit must be set when the extension is there, and it always is."""
    if not contents.key_usage:
        yield "there is no key usage"
    for usage in contents.key_usage:
        if usage not in _ALLOWED:
            yield f"key usage {usage} is not allowed"
