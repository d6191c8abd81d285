"""The reviewer's work: comparing, complaining, deciding (S4-139…S4-144)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Comparison, Deficiency, Staff, SubmittedPaper
from domain.access import Actor, Permission
from domain.certificates.application import ApplicationEvent, ApplicationState
from domain.certificates.papers import PaperVerdict, is_too_old, rows_to_compare
from domain.errors import InvalidInput, RuleViolation
from services import audit, lapsing, mails
from services.office import Office
from services.programmes import profile_of, programme_of
from services.records import advance, application_by_code, fee_of, require_version, subject_of

IN_HAND = frozenset({ApplicationState.REVIEWING, ApplicationState.DEFICIENT})
"""States in which a reviewer has an application in hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A reviewer's word on one row of the form."""

    matches: bool
    note: str = ""
    paper_text: str = ""
    """What the paper says, where it says otherwise than the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFinding:
    """A reviewer's word on one paper."""

    verdict: PaperVerdict
    note: str = ""
    amount: int | None = None
    """Yen that a slip shows as paid."""


def start(office: Office, actor: Actor, code: str) -> None:
    """Takes an arrived application onto the reviewer's desk."""
    actor.require(Permission.REVIEW)
    with office.database.write() as session:
        application = application_by_code(session, code)
        advance(session, office, actor, application, ApplicationEvent.START_REVIEW)
        application.taken_by = actor.staff_id


def take_over(office: Office, actor: Actor, code: str) -> None:
    """Another reviewer has it in hand from now on: lists of one's own work go by it, rights do not."""
    actor.require(Permission.REVIEW)
    with office.database.write() as session:
        application = application_by_code(session, code)
        if application.state not in IN_HAND:
            raise RuleViolation("not_possible_now", state=application.state, event="take_over")
        if application.taken_by == actor.staff_id:
            return
        before = session.get(Staff, application.taken_by) if application.taken_by else None
        application.taken_by = actor.staff_id
        # Findings of the former reviewer may still be on a screen: they are saved as if nothing had happened.
        audit.record(
            session,
            office.clock,
            actor,
            "take_over",
            subject_of(application),
            former=before.name if before else "",
        )


def compare(
    office: Office,
    actor: Actor,
    code: str,
    *,
    version: int,
    items: Mapping[str, Finding],
    papers: Mapping[str, PaperFinding],
) -> None:
    """Keeps what the reviewer found so far, row by row and paper by paper (S4-141).

    Raises ``RuleViolation('changed_meanwhile')`` if another reviewer saved first; ``InvalidInput`` at a paper's key,
    at ``note_<item>`` (a paper that says otherwise is found good only with the reason) or ``amount_<paper>``.
    """
    actor.require(Permission.REVIEW)
    with office.database.write() as session:
        application = application_by_code(session, code)
        require_version(application, version)
        _require_reviewing(application)
        now = office.clock()
        known = {row.item: row for row in application.comparisons}
        for item, finding in items.items():
            if item not in _rows_to_compare(office, session, application):
                raise InvalidInput("not_a_choice", item)
            row = known.get(item)
            if row is None:
                row = Comparison(application_id=application.id, item=item)
                session.add(row)
            if finding.matches and finding.paper_text.strip() and not finding.note.strip():
                raise InvalidInput("reason_needed", f"note_{item}")
            row.matches, row.note, row.staff_id, row.at = finding.matches, finding.note, actor.staff_id or 0, now
            row.paper_text = finding.paper_text.strip()
        programme = programme_of(office, session, application)
        months = programme.paper_months
        with_amount = {paper.key for paper in programme.profile(application.profile).papers if paper.amount}
        for paper in _papers(session, application):
            if (verdict := papers.get(paper.kind)) is None:
                continue
            if paper.arrived_on is None and verdict.verdict is PaperVerdict.OK:
                raise InvalidInput("paper_not_arrived", paper.kind)
            if verdict.verdict is PaperVerdict.OK and _is_too_old(paper, months):
                raise InvalidInput("paper_too_old", paper.kind)
            if verdict.verdict is PaperVerdict.OK and paper.kind in with_amount:
                _require_paid(application, paper.kind, verdict.amount)
            paper.verdict, paper.note, paper.amount = verdict.verdict, verdict.note, verdict.amount
            paper.staff_id, paper.changed_at = actor.staff_id, now
        application.version += 1
        audit.record(
            session,
            office.clock,
            actor,
            "compare",
            subject_of(application),
            items={key: finding.matches for key, finding in items.items()},
            papers={key: finding.verdict for key, finding in papers.items()},
        )


def report_deficiency(office: Office, actor: Actor, code: str, *, text: str, version: int | None = None) -> None:
    """Tells the applicant what is wrong with the papers (S4-142)."""
    actor.require(Permission.REVIEW)
    with office.database.write() as session:
        application = application_by_code(session, code)
        require_version(application, version)
        advance(session, office, actor, application, ApplicationEvent.REPORT_DEFICIENCY, note=text)
        session.add(
            Deficiency(application_id=application.id, text=text, staff_id=actor.staff_id or 0, at=office.clock())
        )
        values = {"text": text, "last_day": lapsing.last_day(office, application, session)}
        mails.enqueue(session, office, "deficiency", application, values=values)


def accept(office: Office, actor: Actor, code: str, *, version: int | None = None) -> None:
    """Accepts the application: the notice of acceptance makes the contract (S4-119, S4-144).

    Raises ``RuleViolation('review_unfinished')`` while a row or a paper is not found good.
    """
    actor.require(Permission.REVIEW)
    with office.database.write() as session:
        application = application_by_code(session, code)
        require_version(application, version)
        if application.state == ApplicationState.REVIEWING:
            _require_finished(office, session, application)
        advance(session, office, actor, application, ApplicationEvent.ACCEPT)
        application.accepted_by = actor.staff_id
        mails.enqueue(session, office, "review_complete", application)


def reject(office: Office, actor: Actor, code: str, *, reason: str, version: int | None = None) -> None:
    """Ends the application without a certificate (S4-143)."""
    actor.require(Permission.REVIEW)
    with office.database.write() as session:
        application = application_by_code(session, code)
        require_version(application, version)
        advance(session, office, actor, application, ApplicationEvent.REJECT, note=reason)
        application.rejection_reason = reason
        mails.enqueue(session, office, "rejected", application, values={"reason": reason})


def return_to_review(office: Office, actor: Actor, code: str, *, reason: str) -> None:
    """The issuer saw a slip: the application goes back, and somebody must accept it again."""
    actor.require(Permission.ISSUE)
    with office.database.write() as session:
        application = application_by_code(session, code)
        advance(session, office, actor, application, ApplicationEvent.RETURN_TO_REVIEW, note=reason)
        application.accepted_by = None


def _papers(session: Session, application: Application) -> list[SubmittedPaper]:
    found = session.scalars(select(SubmittedPaper).where(SubmittedPaper.application_id == application.id))
    return list(found)


def _rows_to_compare(office: Office, session: Session, application: Application) -> list[str]:
    proofs = profile_of(office, session, application).compared
    return [proof.item for proof in rows_to_compare(proofs, application.answers)]


def _is_too_old(paper: SubmittedPaper, months: int) -> bool:
    """Nobody may wave an old paper through; a slip in its date is mended by checking it in again (S4-33)."""
    if paper.issued_on is None or paper.arrived_on is None:
        return False
    return is_too_old(paper.issued_on, paper.arrived_on, months=months)


def _require_paid(application: Application, kind: str, amount: int | None) -> None:
    """A slip is good if it shows the fee, to the yen (S4-141): what was read off it is kept."""
    if amount is None:
        raise InvalidInput("required", f"amount_{kind}")
    if amount != (fee := fee_of(application).to_pay):
        raise InvalidInput("amount_differs", f"amount_{kind}", fee=fee, amount=amount)


def _require_reviewing(application: Application) -> None:
    if application.state != ApplicationState.REVIEWING:
        raise RuleViolation("not_possible_now", state=application.state, event="compare")


def _require_finished(office: Office, session: Session, application: Application) -> None:
    good = {row.item for row in application.comparisons if row.matches}
    rows = [key for key in _rows_to_compare(office, session, application) if key not in good]
    papers = [paper for paper in _papers(session, application) if paper.verdict != PaperVerdict.OK]
    if rows or papers:
        raise RuleViolation("review_unfinished", rows=len(rows), papers=len(papers))
