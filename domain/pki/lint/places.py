"""Walks over all name attributes of a certificate, saying where each stands."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import AnyCertificate, CertificateContents


def attributes_of(contents: AnyCertificate) -> Iterator[tuple[str, str, str]]:
    """(place, attribute, value) for the subject and every directoryName, e.g. ``directoryName 2``."""
    names = [("subject", contents.subject)]
    if isinstance(contents, CertificateContents):
        names += [(f"directoryName {number}", name) for number, name in enumerate(contents.directory_names, 1)]
    for place, name in names:
        for attribute, value in name:
            yield f"{place} {attribute}", attribute, value
