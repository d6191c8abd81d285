"""Judges the contents of a CA certificate before it is signed."""

from __future__ import annotations

from types import ModuleType

from domain.pki.contents import AuthorityContents, IssuerFacts
from domain.pki.lint import (
    attribute_lengths,
    attributes_known,
    characters,
    country_code,
    printable_strings,
    serial_number,
    uris,
    validity_order,
    validity_within_issuer,
)
from domain.pki.lint.authority import (
    authority_key_usage,
    authority_lists_named,
    authority_policies,
    authority_subject,
    authority_term,
    path_length,
)
from domain.pki.lint.finding import Finding, findings_of, refuse

RULES: tuple[ModuleType, ...] = (
    attribute_lengths,
    attributes_known,
    authority_key_usage,
    authority_lists_named,
    authority_policies,
    authority_subject,
    authority_term,
    characters,
    country_code,
    path_length,
    printable_strings,
    serial_number,
    uris,
    validity_order,
    validity_within_issuer,
)


def check(contents: AuthorityContents, issuer: IssuerFacts) -> list[Finding]:
    """All breaches. A root is its own issuer."""
    return findings_of(RULES, contents, issuer)


def require_clean(contents: AuthorityContents, issuer: IssuerFacts) -> None:
    """Raises ``LintFailed`` when there is a breach."""
    refuse(check(contents, issuer))
