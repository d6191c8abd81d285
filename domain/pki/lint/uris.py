"""Addresses in a certificate are plain http or https."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from domain.pki.contents import AuthorityContents, CertificateContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.6 (URI is IA5String, RFC 3986), §4.2.1.13, §4.2.2.1"

_FORBIDDEN = set('<>"{}|\\^`')
"""Never part of a URI, even though ASCII (RFC 3986 §2)."""


def check(contents: CertificateContents | AuthorityContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Lists, responders, the issuer's certificate, practice statements."""
    kinds = (
        ("CRL address", contents.crl_uris),
        ("OCSP address", contents.ocsp_uris),
        ("issuer address", contents.ca_issuers_uris),
        ("CPS address", tuple(policy.cps_uri for policy in contents.policies if policy.cps_uri is not None)),
    )
    for kind, addresses in kinds:
        for number, address in enumerate(addresses, 1):
            if not _well_formed(address):
                yield f"{kind} {number} is no http or https address"


def _well_formed(address: str) -> bool:
    if not all("!" <= character <= "~" for character in address) or set(address) & _FORBIDDEN:
        return False
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc and not parts.fragment
