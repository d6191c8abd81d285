"""Papers come by post and are checked in (S4-137…S4-140)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application, SubmittedPaper
from domain.access import Actor, Permission
from domain.certificates.application import ApplicationEvent, ApplicationState
from domain.certificates.lapse import check_first_arrival
from domain.certificates.papers import PaperVerdict, RequiredPaper, is_too_old, required_papers
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.local_time import day_in_japan
from domain.settings.table import APPLICATION_LAPSE_DAYS
from services import audit, mails, settings, shared_papers
from services.office import Office
from services.programmes import programme_of
from services.records import advance, application_by_code, require_version, subject_of

ON_THE_DESK: Final = frozenset({ApplicationState.ARRIVED, ApplicationState.REVIEWING})
"""Papers that come one by one do not move an application that is here already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedPaper:
    """What reception writes down of one paper."""

    issued_on: date | None = None
    is_copy: bool = False
    shared_from: int | None = None
    """Row of the same paper of another application, whose sheet serves this one too (S4-40)."""


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

    Only the papers named in ``papers`` arrived now; their day decides the three months (S4-33), also for a sheet that
    serves another application already: what it says must be as fresh for this one. Raises ``InvalidInput`` at
    ``arrived_on``, ``<paper>_issued_on`` or ``<paper>_from``, ``RuleViolation`` with ``no_paper_named``, or with
    ``arrival_registered_already`` for the same envelope once more.
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
        if application.state == ApplicationState.PRINTED:
            days = settings.snapshot(office, session)[APPLICATION_LAPSE_DAYS]
            check_first_arrival(arrived_on, printed_on=day_in_japan(application.printed_at), lapse_days=days)
        named = {kind: _named(session, application, required, kind, arrived) for kind, arrived in papers.items()}
        if application.state in ON_THE_DESK:
            named = {kind: one for kind, one in named.items() if not _is_known(rows[kind], arrived_on, one)}
        if not named:
            raise RuleViolation("arrival_registered_already", first_day=arrived_on)
        for kind, arrived in named.items():
            if required[kind].dated and arrived.issued_on is None:
                raise InvalidInput("required", f"{kind}_issued_on")
            if arrived.issued_on and arrived.issued_on > arrived_on:
                raise InvalidInput("issued_after_arrival", f"{kind}_issued_on")
            row = rows[kind]
            too_old = bool(arrived.issued_on) and is_too_old(
                arrived.issued_on or arrived_on, arrived_on, months=programme.paper_months
            )
            row.arrived_on, row.issued_on, row.is_copy = arrived_on, arrived.issued_on, arrived.is_copy
            row.shared_from = arrived.shared_from
            row.verdict = PaperVerdict.TOO_OLD if too_old else PaperVerdict.ARRIVED
            row.staff_id, row.changed_at = actor.staff_id, office.clock()
        first = application.arrived_at is None
        application.arrived_at = application.arrived_at or office.clock()
        for deficiency in application.deficiencies:
            deficiency.mended_at = deficiency.mended_at or office.clock()
        if application.state not in ON_THE_DESK:
            advance(session, office, actor, application, ApplicationEvent.REGISTER_ARRIVAL, papers=sorted(named))
        else:
            _note_more(session, office, actor, application, sorted(named))
        if first:
            awaited = [required[k].label for k, r in rows.items() if k in required and r.arrived_on is None]
            mails.enqueue(
                session, office, "papers_arrived", application, values={"arrived_on": arrived_on, "awaited": awaited}
            )


def _named(
    session: Session,
    application: Application,
    required: Mapping[str, RequiredPaper],
    kind: str,
    arrived: ArrivedPaper,
) -> ArrivedPaper:
    """What reception wrote down; of a sheet that lies with another application, what stands there."""
    if kind not in required:
        raise InvalidInput("not_a_choice", kind)
    if arrived.shared_from is None:
        return arrived
    source = shared_papers.sheet(session, application, required[kind], arrived.shared_from)
    return replace(arrived, issued_on=source.issued_on, is_copy=source.is_copy)


def _is_known(row: SubmittedPaper, arrived_on: date, arrived: ArrivedPaper) -> bool:
    """The same paper of the same day: the envelope was scanned twice, and what a reviewer said of it stands."""
    if row.verdict == PaperVerdict.MISMATCH:
        return False
    before = (row.arrived_on, row.issued_on, row.is_copy, row.shared_from)
    return before == (arrived_on, arrived.issued_on, arrived.is_copy, arrived.shared_from)


def _note_more(session: Session, office: Office, actor: Actor, application: Application, papers: list[str]) -> None:
    """Papers that come one by one do not move an application that is on the desk already."""
    application.version += 1
    audit.record(session, office.clock, actor, "register_more_papers", subject_of(application), papers=papers)


def _rows(session: Session, application: Application) -> dict[str, SubmittedPaper]:
    found = session.scalars(select(SubmittedPaper).where(SubmittedPaper.application_id == application.id))
    return {row.kind: row for row in found}
