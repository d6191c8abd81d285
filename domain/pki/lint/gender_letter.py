"""Gender is one letter, M or F."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 3739 §3.2.2 (gender)"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """The RFC knows small letters as well; we write capitals only."""
    if contents.gender not in (None, "M", "F"):
        yield "gender is neither M nor F"
