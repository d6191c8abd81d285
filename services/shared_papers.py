"""One registry paper or seal certificate serves several applications of the same organisation (S4-40, S4-41)."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, SubmittedPaper
from domain.certificates.papers import PaperVerdict, RequiredPaper, is_same_organisation
from domain.errors import InvalidInput


def sheets(application: Application) -> Select[SubmittedPaper, Application]:
    """The sheets that lie with other applications under this organisation's name, the newest first."""
    return (
        select(SubmittedPaper, Application)
        .join(Application, Application.id == SubmittedPaper.application_id)
        .where(
            Application.organisation == application.organisation,
            Application.organisation != "",
            Application.id != application.id,
            SubmittedPaper.arrived_on.is_not(None),
            # A sheet that is itself shared lies elsewhere, and one that was found wrong serves nobody.
            SubmittedPaper.shared_from.is_(None),
            SubmittedPaper.verdict != PaperVerdict.MISMATCH,
        )
        .order_by(SubmittedPaper.arrived_on.desc(), SubmittedPaper.id.desc())
    )


def sheet(session: Session, application: Application, paper: RequiredPaper, row_id: int) -> SubmittedPaper:
    """The row of a sheet that may serve ``application`` too.

    Raises ``InvalidInput('not_the_same_organisation')`` at ``<paper>_from`` for any other.
    """
    asked = sheets(application).where(SubmittedPaper.id == row_id, SubmittedPaper.kind == paper.key)
    found = session.execute(asked).one_or_none()
    if not paper.shared or found is None or not is_same_organisation(application.answers, found[1].answers):
        raise InvalidInput("not_the_same_organisation", f"{paper.key}_from")
    return found[0]
