"""A bond of a demo office: what an insurer would make, and plainly none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.certificates.printed import Line, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleBondPaper(Paper):
    """One sheet: heading, the contract in ruled lines, and who would seal it."""

    template: ClassVar[str] = "sample_bond/document.html"
    title: ClassVar[str] = "見本"

    service: str
    heading: str
    statement: str
    lines: tuple[Line, ...]
    insurer: str
    made_on: date
