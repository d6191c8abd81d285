"""Judges the certificate of an office's seal, which signs one paper, before it is signed itself."""

from __future__ import annotations

from types import ModuleType

from domain.pki.contents import IssuerFacts, SealContents
from domain.pki.lint import (
    attribute_lengths,
    attributes_known,
    characters,
    country_code,
    printable_strings,
    revocation_list_named,
    serial_number,
    validity_order,
    validity_within_issuer,
)
from domain.pki.lint.finding import Finding, findings_of, refuse
from domain.pki.lint.seal import seal_subject

RULES: tuple[ModuleType, ...] = (
    attribute_lengths,
    attributes_known,
    characters,
    country_code,
    printable_strings,
    revocation_list_named,
    seal_subject,
    serial_number,
    validity_order,
    validity_within_issuer,
)


def check(contents: SealContents, issuer: IssuerFacts) -> list[Finding]:
    """All breaches."""
    return findings_of(RULES, contents, issuer)


def require_clean(contents: SealContents, issuer: IssuerFacts) -> None:
    """Raises ``LintFailed`` when there is a breach."""
    refuse(check(contents, issuer))
