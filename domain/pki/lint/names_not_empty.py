"""The subject is there, and no directoryName is empty."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 5280 §4.1.2.6, §4.2.1.6"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """With a subject the subjectAltName may stay non-critical, which every reader understands."""
    if not contents.subject:
        yield "the subject is empty"
    for number, name in enumerate(contents.directory_names, 1):
        if not name:
            yield f"directoryName {number} is empty"
