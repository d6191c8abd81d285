"""Papers come by post and are checked in (S4-137…S4-140)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application, SubmittedPaper
from domain.access import Actor, Permission
from domain.certificates.application import ApplicationEvent, ApplicationState
from domain.certificates.papers import PaperVerdict, is_too_old, required_papers
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.local_time import day_in_japan
from services import audit, mails
from services.office import Office
from services.programmes import programme_of
from services.records import advance, application_by_code, require_version, subject_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedPaper:
    """What reception writes down of one paper."""

    issued_on: date | None = None
    is_copy: bool = False


def register_arrival(
    office: Office,
    actor: Actor,
    code: str,
    *,
    arrived_on: date,
    papers: Mapping[str, ArrivedPaper],
    version: int | None = None,
) -> None:
    """Checks papers in and writes to the applicant (S4-138).

    Only the papers named in ``papers`` arrived now; their day decides the three months (S4-33). Raises
    ``InvalidInput`` at ``arrived_on`` or ``<paper>_issued_on``, ``RuleViolation('no_paper_named')``.
    """
    actor.require(Permission.REGISTER_PAPERS)
    today = day_in_japan(office.clock())
    if arrived_on > today:
        raise InvalidInput("day_in_future", "arrived_on")
    if not papers:
        raise RuleViolation("no_paper_named")
    with office.database.write() as session:
        application = application_by_code(session, code)
        require_version(application, version)
        programme = programme_of(office, session, application)
        required = {
            p.key: p for p in required_papers(programme.profile(application.profile).papers, application.answers)
        }
        rows = _rows(session, application)
        for kind, arrived in papers.items():
            if kind not in required:
                raise InvalidInput("not_a_choice", kind)
            if required[kind].dated and arrived.issued_on is None:
                raise InvalidInput("required", f"{kind}_issued_on")
            if arrived.issued_on and arrived.issued_on > arrived_on:
                raise InvalidInput("issued_after_arrival", f"{kind}_issued_on")
            row = rows[kind]
            too_old = bool(arrived.issued_on) and is_too_old(
                arrived.issued_on or arrived_on, arrived_on, months=programme.paper_months
            )
            row.arrived_on, row.issued_on, row.is_copy = arrived_on, arrived.issued_on, arrived.is_copy
            row.verdict = PaperVerdict.TOO_OLD if too_old else PaperVerdict.ARRIVED
            row.staff_id, row.changed_at = actor.staff_id, office.clock()
        first = application.arrived_at is None
        application.arrived_at = application.arrived_at or office.clock()
        for deficiency in application.deficiencies:
            deficiency.mended_at = deficiency.mended_at or office.clock()
        if application.state not in (ApplicationState.ARRIVED, ApplicationState.REVIEWING):
            advance(session, office, actor, application, ApplicationEvent.REGISTER_ARRIVAL, papers=sorted(papers))
        else:
            _note_more(session, office, actor, application, sorted(papers))
        if first:
            awaited = [required[k].label for k, r in rows.items() if k in required and r.arrived_on is None]
            mails.enqueue(
                session, office, "papers_arrived", application, values={"arrived_on": arrived_on, "awaited": awaited}
            )


def _note_more(session: Session, office: Office, actor: Actor, application: Application, papers: list[str]) -> None:
    """Papers that come one by one do not move an application that is on the desk already."""
    application.version += 1
    audit.record(session, office.clock, actor, "register_more_papers", subject_of(application), papers=papers)


def _rows(session: Session, application: Application) -> dict[str, SubmittedPaper]:
    found = session.scalars(select(SubmittedPaper).where(SubmittedPaper.application_id == application.id))
    return {row.kind: row for row in found}
