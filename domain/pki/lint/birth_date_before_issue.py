"""A person is born before the certificate begins."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts
from domain.pki.validity import JST

CITATION = "RFC 3739 §3.2.2 (dateOfBirth)"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Compares with the day of issue in Japan."""
    born = contents.date_of_birth
    if born and born >= contents.not_before.astimezone(JST).date():
        yield "dateOfBirth is not before the first day of validity"
