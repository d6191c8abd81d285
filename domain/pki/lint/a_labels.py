"""A Japanese domain name stands as the A-label of a real name, never as letters that only look like one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 5280 §7.2, §7.5 as updated by RFC 9549; RFC 5890 §2.3.2.1 (A-label)"

_PREFIX = "xn--"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """The domains of mail addresses and of all addresses to look something up."""
    kinds = (
        ("rfc822Name", tuple(name.rpartition("@")[2] for name in contents.rfc822_names)),
        ("CRL address", tuple(map(_host, contents.crl_uris))),
        ("OCSP address", tuple(map(_host, contents.ocsp_uris))),
        ("issuer address", tuple(map(_host, contents.ca_issuers_uris))),
        ("CPS address", tuple(_host(policy.cps_uri or "") for policy in contents.policies)),
    )
    for kind, domains in kinds:
        for number, domain in enumerate(domains, 1):
            if not all(map(_is_sound, domain.lower().split("."))):
                yield f"{kind} {number} has a label that is no A-label"


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_sound(label: str) -> bool:
    """Whether a label is plain, or decodes to something that encodes to it again."""
    if not label.startswith(_PREFIX):
        # Two hyphens there are kept for prefixes (RFC 5891 §4.2.3.1).
        return label[2:4] != "--"
    try:
        written = label.removeprefix(_PREFIX).encode("ascii").decode("punycode")
        back = written.encode("punycode").decode("ascii")
    except UnicodeError:
        return False
    is_foreign = not written.isascii() and unicodedata.normalize("NFC", written) == written
    # Letters, marks and digits are what a name is made of (RFC 5892 §2).
    is_name = all(sign == "-" or unicodedata.category(sign)[0] in "LMN" for sign in written)
    return is_foreign and is_name and back == label.removeprefix(_PREFIX)
