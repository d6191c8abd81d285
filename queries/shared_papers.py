"""Sheets that lie with another application of the same organisation and may serve this one too (S4-40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adapters.db.models import SubmittedPaper
from domain.certificates.papers import is_same_organisation, required_papers
from services import shared_papers
from services.office import Office
from services.programmes import profile_of
from services.records import application_by_code

MOST = 20
"""Of all kinds together: the newest, which are the ones that are fresh enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One sheet that is here already."""

    id: int
    kind: str
    code: str
    name: str
    """Of the applicant with whose papers it came."""
    issued_on: date | None


def offers(office: Office, code: str) -> dict[str, list[Offer]]:
    """By the key of the paper. Raises ``NotFound('no_such_application')``."""
    with office.database.read() as session:
        application = application_by_code(session, code)
        needed = required_papers(profile_of(office, session, application).papers, application.answers)
        found: dict[str, list[Offer]] = {paper.key: [] for paper in needed if paper.shared}
        if not found:
            return found
        asked = shared_papers.sheets(application).where(SubmittedPaper.kind.in_(found)).limit(MOST)
        for row, other in session.execute(asked):
            if is_same_organisation(application.answers, other.answers):
                offer = Offer(id=row.id, kind=row.kind, code=other.code, name=other.name, issued_on=row.issued_on)
                found[row.kind].append(offer)
        return found
