"""A CA signs certificates and lists, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import AuthorityContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.3, §4.2.1.9; CA/Browser Forum BR §7.1.2.10.7 (keyCertSign and cRLSign)"

_WANTED = {"keyCertSign", "cRLSign"}


def check(contents: AuthorityContents, _issuer: IssuerFacts) -> Iterator[str]:
    """No digitalSignature: OCSP answers are signed by a delegate, so that the CA's key is used rarely."""
    for usage in sorted(_WANTED - set(contents.key_usage)):
        yield f"key usage {usage} is missing"
    for usage in sorted(set(contents.key_usage) - _WANTED):
        yield f"key usage {usage} is not for a CA"
