"""One application as the applicant may see it: nothing that the link's finder could use (S4-12, S4-208)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application, AuditEvent, SubmittedPaper
from domain.certificates.application import APPLICATION_LIFE, ApplicationEvent, ApplicationState
from domain.certificates.papers import PaperVerdict, required_papers
from domain.certificates.progress import BEFORE_ISSUE, PAPERS_EXPECTED, Milestone, Step, steps
from domain.programme import Programme
from services import lapsing
from services.applicant_links import application_of
from services.office import Office
from services.programmes import contacted
from services.records import subject_of

_BY_ACT: Final = {
    ApplicationEvent.ACCEPT: Milestone.REVIEWED,
    ApplicationEvent.ISSUE: Milestone.ISSUED,
    ApplicationEvent.DISPATCH: Milestone.DISPATCHED,
    ApplicationEvent.REGISTER_RECEIPT: Milestone.RECEIVED,
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper that has to come, or to come again."""

    label: str
    note: str
    faulty: bool
    """It came, and was not right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands on the page. No name, no address, no number: whoever finds the link learns of nobody."""

    code: str
    programme: Programme
    kind: str
    medium: str
    """「CD-R」, if the certificate comes by post; empty: it is downloaded."""
    state: ApplicationState
    changed_at: datetime
    steps: tuple[Step, ...]
    deficiency: str
    """The words that were mailed; empty: nothing is wrong."""
    missing: tuple[Missing, ...]
    last_day: date | None
    """Until when the papers may come, while none has or while some are wanting."""
    email: str
    """With most letters hidden."""
    may_withdraw: bool
    may_reprint: bool
    may_change_email: bool
    email_in_certificate: bool


def standing(office: Office, token: str) -> Standing:
    """Raises ``NotFound('no_such_link')``."""
    with office.database.read() as session:
        return _standing(office, session, application_of(session, token))


def _standing(office: Office, session: Session, application: Application) -> Standing:
    state = ApplicationState(application.state)
    programme = contacted(office, session, application)
    series = programme.series_of(application.series)
    open_faults = [row.text for row in application.deficiencies if row.mended_at is None]
    in_certificate = application.answers.get("email_in_certificate") == "yes"
    return Standing(
        code=application.code,
        programme=programme,
        kind=programme.profile(application.profile).type_label,
        medium=series.medium if series.on_medium else "",
        state=state,
        changed_at=application.changed_at,
        steps=steps(state, _times(session, application)),
        deficiency="\n".join(open_faults) if state is ApplicationState.DEFICIENT else "",
        missing=_missing(session, programme, application) if state in BEFORE_ISSUE else (),
        last_day=lapsing.last_day(office, application, session) if state in PAPERS_EXPECTED else None,
        email=hidden(application.email),
        may_withdraw=APPLICATION_LIFE.allows(state, ApplicationEvent.WITHDRAW),
        may_reprint=state in PAPERS_EXPECTED,
        may_change_email=state in BEFORE_ISSUE and not in_certificate,
        email_in_certificate=in_certificate and state in BEFORE_ISSUE,
    )


def hidden(email: str) -> str:
    """「t***@example.jp」: enough to know one's own again."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1]}***{at}{domain}" if at else ""


def _times(session: Session, application: Application) -> Mapping[Milestone, datetime]:
    times = {Milestone.PRINTED: application.printed_at}
    if application.arrived_at is not None:
        times[Milestone.ARRIVED] = application.arrived_at
    acts = select(AuditEvent.action, AuditEvent.at).where(
        AuditEvent.subject == subject_of(application), AuditEvent.action.in_(_BY_ACT)
    )
    # The latest of each: an application may be accepted twice.
    return times | {_BY_ACT[ApplicationEvent(act)]: at for act, at in session.execute(acts.order_by(AuditEvent.seq))}


def _missing(session: Session, programme: Programme, application: Application) -> tuple[Missing, ...]:
    rows = session.scalars(select(SubmittedPaper).where(SubmittedPaper.application_id == application.id))
    verdicts = {row.kind: PaperVerdict(row.verdict) for row in rows}
    wanted = required_papers(programme.profile(application.profile).papers, application.answers)
    # What a reviewer has only just seen is the reviewer's matter until it is told.
    told = application.state == ApplicationState.DEFICIENT
    bad = {PaperVerdict.TOO_OLD, PaperVerdict.MISMATCH} if told else set()
    return tuple(
        Missing(label=paper.label, note=paper.note, faulty=verdicts[paper.key] in bad)
        for paper in wanted
        if verdicts[paper.key] in bad | {PaperVerdict.AWAITED}
    )
