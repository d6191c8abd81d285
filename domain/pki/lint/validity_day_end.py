"""Validity ends with the last second of a day in Japan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from domain.pki.contents import CertificateContents, IssuerFacts
from domain.pki.validity import JST

CITATION = "S4-148; design §5"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """23:59:59 Asia/Tokyo."""
    if contents.not_after.astimezone(JST).time() != time(23, 59, 59):
        yield "validity does not end at 23:59:59 Asia/Tokyo"
