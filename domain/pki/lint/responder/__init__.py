"""Judges the certificate of an OCSP signer before it is signed."""

from __future__ import annotations

from types import ModuleType

from domain.pki.contents import IssuerFacts, ResponderContents
from domain.pki.lint import (
    attribute_lengths,
    attributes_known,
    characters,
    country_code,
    printable_strings,
    serial_number,
    validity_order,
    validity_within_issuer,
)
from domain.pki.lint.finding import Finding, findings_of, refuse
from domain.pki.lint.responder import responder_short_lived, responder_subject

RULES: tuple[ModuleType, ...] = (
    attribute_lengths,
    attributes_known,
    characters,
    country_code,
    printable_strings,
    responder_short_lived,
    responder_subject,
    serial_number,
    validity_order,
    validity_within_issuer,
)


def check(contents: ResponderContents, issuer: IssuerFacts) -> list[Finding]:
    """All breaches."""
    return findings_of(RULES, contents, issuer)


def require_clean(contents: ResponderContents, issuer: IssuerFacts) -> None:
    """Raises ``LintFailed`` when there is a breach."""
    refuse(check(contents, issuer))
