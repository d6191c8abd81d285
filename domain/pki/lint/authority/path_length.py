"""A CA that signs subscribers allows none below it; a root leaves room for one."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import AuthorityContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.9 (pathLenConstraint)"


def check(contents: AuthorityContents, _issuer: IssuerFacts) -> Iterator[str]:
    """So a stolen issuing key cannot make another authority."""
    if contents.is_root and contents.path_length < 1:
        yield "a root leaves no room for an issuing CA"
    if not contents.is_root and contents.path_length != 0:
        yield "the path length of an issuing CA is not 0"
