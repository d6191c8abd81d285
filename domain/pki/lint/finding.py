"""What a lint rule reports, and the refusal that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import RuleViolation


@dataclass(frozen=True)
class Finding:
    """One breach. ``detail`` names places and numbers but never a value: findings are logged and audited."""

    rule: str
    citation: str
    detail: str


class LintFailed(RuleViolation):
    """The contents must not be signed; ``values["findings"]`` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("certificate_contents_refused", None, findings=tuple(findings))
        self.findings = tuple(findings)
