"""Judges one entry of the revocation lists before it is encoded for all of them."""

from __future__ import annotations

from types import ModuleType

from domain.pki.contents import RevokedEntry
from domain.pki.lint.finding import Finding, findings_of, refuse
from domain.pki.lint.revoked_entry import entry_serial_number, invalidity_date

RULES: tuple[ModuleType, ...] = (entry_serial_number, invalidity_date)


def check(entry: RevokedEntry) -> list[Finding]:
    """All breaches."""
    return findings_of(RULES, entry)


def require_clean(entry: RevokedEntry) -> None:
    """Raises ``LintFailed`` when there is a breach."""
    refuse(check(entry))
