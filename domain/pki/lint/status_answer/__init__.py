"""Judges an OCSP answer before it is signed."""

from __future__ import annotations

from types import ModuleType

from domain.pki.contents import IssuerFacts, StatusAnswer
from domain.pki.lint.finding import Finding, findings_of, refuse
from domain.pki.lint.status_answer import answer_span, answer_within_signer, nonce_length

RULES: tuple[ModuleType, ...] = (answer_span, answer_within_signer, nonce_length)


def check(answer: StatusAnswer, signer: IssuerFacts) -> list[Finding]:
    """All breaches; ``signer`` are the facts of the OCSP signer's certificate."""
    return findings_of(RULES, answer, signer)


def require_clean(answer: StatusAnswer, signer: IssuerFacts) -> None:
    """Raises ``LintFailed`` when there is a breach."""
    refuse(check(answer, signer))
