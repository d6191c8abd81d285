"""No attribute and no alternative name stands twice."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts

CITATION = "RFC 3739 §3.1.2; house rule: a repeated name is a slip of the template"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """The same attribute type may come twice in one name only with different values."""
    for number, name in enumerate((contents.subject, *contents.directory_names)):
        if len(set(name)) < len(name):
            yield f"{f'directoryName {number}' if number else 'the subject'} has the same attribute twice"
    for kind, names in (("directoryName", contents.directory_names), ("rfc822Name", contents.rfc822_names)):
        if len(set(names)) < len(names):
            yield f"the same {kind} stands twice"
