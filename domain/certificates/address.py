"""An address as one line, on screens, papers and in the certificate (S4-81, S4-90)."""

from __future__ import annotations

from domain.certificates.items import Answers


def address_of(answers: Answers, prefix: str = "") -> str:
    """An address as one line; ``prefix`` is empty for the person, ``organisation_`` for the organisation."""
    parts = (answers.get(f"{prefix}{part}", "") for part in ("prefecture", "city", "street", "building"))
    area, *rest = [p for p in parts if p] or [""]
    return area + " ".join(rest)
