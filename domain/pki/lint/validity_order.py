"""Validity begins before it ends, in whole seconds."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import AnyCertificate, IssuerFacts

CITATION = "RFC 5280 §4.1.2.5 (no fractions of a second)"


def check(contents: AnyCertificate, _issuer: IssuerFacts) -> Iterator[str]:
    """Both ends."""
    if contents.not_before >= contents.not_after:
        yield "validity ends before it begins"
    if contents.not_before.microsecond or contents.not_after.microsecond:
        yield "validity has fractions of a second"
