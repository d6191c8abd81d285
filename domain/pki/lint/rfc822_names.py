"""An e-mail address in a certificate is ASCII and has one local part and one domain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.6 (rfc822Name is IA5String, a Mailbox of RFC 2821 §4.1.2)"

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
# Old carrier addresses (a..b.@…) are no Mailbox: they may get our mail but cannot stand in a certificate.
_MAILBOX = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*@(?:{_LABEL}\.)+{_LABEL}")
_LONGEST = 254
_LONGEST_LOCAL_PART = 64


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Every rfc822Name of the subjectAltName."""
    for number, name in enumerate(contents.rfc822_names, 1):
        if not is_mailbox(name):
            yield f"rfc822Name {number} is no ASCII mailbox"


def is_mailbox(address: str) -> bool:
    """Whether an address may stand in a certificate; for the form too, where one asks for it (S4-86)."""
    local_part = address.partition("@")[0]
    short_enough = len(address) <= _LONGEST and len(local_part) <= _LONGEST_LOCAL_PART
    return short_enough and _MAILBOX.fullmatch(address) is not None
