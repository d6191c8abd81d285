"""A CA below another says where its own revocation is published; a root says nothing of the kind."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import AuthorityContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.13, §6.1 (a trust anchor is not part of the path); RFC 6818 (RFC 5280 §3.2, trust anchors)"


def check(contents: AuthorityContents, _issuer: IssuerFacts) -> Iterator[str]:
    """A root that is given up is taken out of the stores of those who trusted it: no list can do that."""
    if contents.is_root and (contents.crl_uris or contents.ocsp_uris or contents.ca_issuers_uris):
        yield "a root names places to check it"
    if not contents.is_root and not contents.crl_uris:
        yield "there is no CRL distribution point"
