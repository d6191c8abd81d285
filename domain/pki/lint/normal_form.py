"""Names are in Unicode's composed form, so that what looks the same is the same to every reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts
from domain.pki.lint.places import attributes_of

CITATION = "RFC 5280 §7.1 (names are compared after RFC 4518 §2.3); RFC 5198 §3 (NFC)"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """A compatibility kanji such as U+FA19 turns into another character wherever a reader normalises."""
    for place, _, value in attributes_of(contents):
        if unicodedata.normalize("NFC", value) != value:
            yield f"{place} is not in normal form C"
