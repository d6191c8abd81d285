"""Key usage and extended key usage allow something together."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.12 (both must be consistent); RFC 9336 §4 (documentSigning)"

_NEEDED = MappingProxyType(
    {
        "clientAuth": {"digitalSignature", "keyAgreement"},
        "emailProtection": {"digitalSignature", "nonRepudiation", "keyEncipherment", "keyAgreement"},
        "documentSigning": {"digitalSignature", "nonRepudiation"},
    }
)


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Each extended usage needs at least one of its key usages; what no table knows is another rule's matter."""
    for usage in contents.extended_key_usage:
        if usage in _NEEDED and not _NEEDED[usage] & set(contents.key_usage):
            yield f"no key usage serves {usage}"
