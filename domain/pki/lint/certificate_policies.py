"""There is at least one policy, each once, each a well-formed object identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 5280 §4.2.1.4; ITU-T X.660 (object identifiers); RFC 2578 §3.5 (arcs of 32 bits)"

_OID = re.compile(r"(?:[01]\.(?:[0-9]|[1-3][0-9])|2\.(?:0|[1-9][0-9]*))(?:\.(?:0|[1-9][0-9]*))+", re.ASCII)
_ANY_POLICY = "2.5.29.32.0"
_LONGEST_ARC = 31
"""Bits. X.660 has no bound, yet many readers keep an arc in a signed 32-bit number: no 2.25.<UUID> then."""


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """anyPolicy says nothing about a subscriber and is refused too."""
    oids = [policy.oid for policy in contents.policies]
    if not oids:
        yield "there is no certificate policy"
    if len(set(oids)) < len(oids):
        yield "a certificate policy stands twice"
    for number, oid in enumerate(oids, 1):
        if not _OID.fullmatch(oid):
            yield f"policy {number} is no object identifier"
        elif any(int(arc).bit_length() > _LONGEST_ARC for arc in oid.split(".")):
            yield f"policy {number} has an arc of more than {_LONGEST_ARC} bits"
        elif oid == _ANY_POLICY:
            yield f"policy {number} is anyPolicy"
