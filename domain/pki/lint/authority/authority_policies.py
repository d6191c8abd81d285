"""A root is bound to no policy; a CA below it names at least one."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import AuthorityContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.4; CA/Browser Forum BR §7.1.2.1.2 (root), §7.1.2.10.5 (subordinate)"


def check(contents: AuthorityContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Without a policy in the CA's certificate no policy of a subscriber's is valid (RFC 5280 §6.1.3)."""
    if contents.is_root and contents.policies:
        yield "a root has a certificate policy"
    if not contents.is_root and not contents.policies:
        yield "there is no certificate policy"
