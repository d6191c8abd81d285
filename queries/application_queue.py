"""The reviewers' list of applications (S4-140, S4-145)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, load_only

from adapters.db.models import Application, Certificate, Download, SubmittedPaper
from domain.certificates.application import ApplicationState
from domain.certificates.download import DownloadState
from domain.errors import InvalidInput
from domain.japanese.kana import hiragana
from domain.japanese.local_time import day_in_japan, start_of_day
from domain.japanese.width import half_width
from queries.keyset import SIZE, Page, Place, converted, page
from services.office import Office
from services.programmes import programme_of

LONGEST_TEXT = 100
SHOWN = (
    Application.code,
    Application.name,
    Application.reading,
    Application.organisation,
    Application.programme,
    Application.edition,
    Application.profile,
    Application.state,
    Application.changed_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; empty: everything."""

    states: Collection[ApplicationState] = ()
    text: str = ""
    programme: str = ""
    overdue: bool = False
    """Only those whose receipt is late (S4-180)."""
    locked: bool = False
    """Only those whose download is locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One application as one line."""

    code: str
    name: str
    reading: str
    organisation: str
    programme: str
    kind: str
    state: ApplicationState
    changed_at: datetime
    papers_here: int
    papers_needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the list, and how much there is in all."""

    page: Page[QueueRow]
    count: int
    oldest: datetime | None
    """When the application that has waited longest last changed."""


def queue(office: Office, wanted: Wanted, *, oldest_first: bool, place: Place | None = None, size: int = SIZE) -> Queue:
    """Applications by the moment of their last change of state."""
    conditions = _conditions(office, wanted)
    with office.database.read() as session:
        count, oldest = session.execute(select(func.count(), func.min(Application.changed_at)).where(*conditions)).one()
        # A line needs a few words of each; the answers alone would double the time of the query.
        query: Select[Application] = select(Application).options(load_only(*SHOWN, raiseload=True)).where(*conditions)
        found = page(
            session,
            query,
            key=(Application.changed_at, Application.id),
            descending=not oldest_first,
            place=place,
            size=size,
        )
        papers = _papers(session, [row[0].id for row in found.rows])
    return Queue(
        page=converted(found, lambda row: _row(office, session, row[0], papers.get(row[0].id, (0, 0)))),
        count=count,
        oldest=oldest,
    )


def is_known(office: Office, code: str) -> bool:
    """Whether there is an application of this code."""
    with office.database.read() as session:
        return session.scalar(select(exists().where(Application.code == code))) or False


def receipt_is_overdue(office: Office) -> ColumnElement[bool]:
    """Posted, and no receipt after the 受領書送付期限日, which itself is still in time (S4-178, S4-179)."""
    today = day_in_japan(office.clock())
    by_programme = (
        and_(
            Application.programme == programme.slug,
            Application.state == ApplicationState.DISPATCHED,
            exists().where(
                Certificate.application_id == Application.id,
                Certificate.der.is_not(None),
                Certificate.not_before < start_of_day(today - timedelta(days=programme.receipt_days)),
            ),
        )
        for programme in office.programmes
    )
    return or_(false(), *by_programme)


def download_is_locked(office: Office) -> ColumnElement[bool]:
    """Ten wrong passwords, and time is left for a new URL (S4-164)."""
    return exists().where(
        Certificate.application_id == Application.id,
        Download.certificate_id == Certificate.id,
        Download.state == DownloadState.LOCKED,
        Download.closes_at > office.clock(),
    )


def _conditions(office: Office, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.overdue:
        conditions.append(receipt_is_overdue(office))
    if wanted.locked:
        conditions.append(download_is_locked(office))
    if wanted.states:
        conditions.append(Application.state.in_(wanted.states))
    if wanted.programme:
        conditions.append(Application.programme == wanted.programme)
    if text := wanted.text.strip()[:LONGEST_TEXT]:
        conditions.append(_mentions(text))
    return conditions


def _mentions(text: str) -> ColumnElement[bool]:
    """Names with or without their space, readings in either kana, codes with or without hyphens."""
    packed = "".join(text.split())
    code = half_width(packed).upper().replace("-", "")
    ways = [
        func.replace(Application.name, " ", "").contains(packed, autoescape=True),
        Application.organisation.contains(text, autoescape=True),
        Application.email.contains(half_width(packed), autoescape=True),
        Application.posted_number.contains(half_width(packed), autoescape=True),
    ]
    if code.isalnum() and code.isascii():
        ways.append(Application.code.startswith(code, autoescape=True))
        ways.append(
            exists().where(
                Certificate.application_id == Application.id,
                or_(
                    Certificate.contract_number.startswith(code, autoescape=True),
                    Certificate.serial_number == code.lower().rjust(40, "0"),
                ),
            )
        )
    try:
        reading = "".join(hiragana(text).split())
    except InvalidInput:
        pass
    else:
        ways.append(func.replace(Application.reading, " ", "").contains(reading, autoescape=True))
    return or_(*ways)


def _papers(session: Session, ids: list[int]) -> dict[int, tuple[int, int]]:
    """Application → papers that are here, papers needed."""
    found = session.execute(
        select(
            SubmittedPaper.application_id,
            func.count(SubmittedPaper.arrived_on),
            func.count(),
        )
        .where(SubmittedPaper.application_id.in_(ids))
        .group_by(SubmittedPaper.application_id)
    )
    return {application: (here, needed) for application, here, needed in found}


def _row(office: Office, session: Session, application: Application, papers: tuple[int, int]) -> QueueRow:
    programme = programme_of(office, session, application)
    return QueueRow(
        code=application.code,
        name=application.name,
        reading=application.reading,
        organisation=application.organisation,
        programme=programme.name,
        kind=programme.profile(application.profile).label,
        state=ApplicationState(application.state),
        changed_at=application.changed_at,
        papers_here=papers[0],
        papers_needed=papers[1],
    )
