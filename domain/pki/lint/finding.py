"""What a lint rule reports, and the refusal that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType

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


def findings_of(rules: Iterable[ModuleType], *judged: object) -> list[Finding]:
    """What each of the rules has against what is judged, in the order of the rules."""
    return [
        Finding(rule.__name__.rpartition(".")[2], rule.CITATION, detail)
        for rule in rules
        for detail in rule.check(*judged)
    ]


def refuse(findings: Sequence[Finding]) -> None:
    """Raises ``LintFailed`` when there is a breach."""
    if findings:
        raise LintFailed(findings)
