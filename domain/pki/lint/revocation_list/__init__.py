"""Judges the head of a revocation list before it is signed."""

from __future__ import annotations

from types import ModuleType

from domain.pki.contents import IssuerFacts, ListContents
from domain.pki.lint.finding import Finding, findings_of, refuse
from domain.pki.lint.revocation_list import list_number, list_span, list_within_issuer

RULES: tuple[ModuleType, ...] = (list_number, list_span, list_within_issuer)


def check(contents: ListContents, issuer: IssuerFacts) -> list[Finding]:
    """All breaches."""
    return findings_of(RULES, contents, issuer)


def require_clean(contents: ListContents, issuer: IssuerFacts) -> None:
    """Raises ``LintFailed`` when there is a breach."""
    refuse(check(contents, issuer))
