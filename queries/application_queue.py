"""The reviewers' list of applications (S4-140, S4-145)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, or_, select

from adapters.db.models import Application, Certificate, Download, SubmittedPaper
from domain.certificates.application import ApplicationState
from domain.certificates.download import DownloadState
from domain.errors import InvalidInput
from domain.japanese.kana import hiragana
from domain.japanese.width import half_width
from queries.keyset import Page, Place, converted, one_page, page
from services import receipts
from services.office import Office
from services.programmes import of_edition

LONGEST_TEXT = 100
SIZE = 25
"""Two screens of lines; whoever looks further searches or narrows, and need not wait for a longer page."""

NEEDED = (
    select(func.count()).where(SubmittedPaper.application_id == Application.id).correlate(Application).scalar_subquery()
)
HERE = (
    select(func.count(SubmittedPaper.arrived_on))
    .where(SubmittedPaper.application_id == Application.id)
    .correlate(Application)
    .scalar_subquery()
)
LINE = select(
    Application.id,
    Application.code,
    Application.name,
    Application.reading,
    Application.organisation,
    Application.programme,
    Application.edition,
    Application.profile,
    Application.state,
    Application.changed_at,
    HERE.label("papers_here"),
    NEEDED.label("papers_needed"),
)
"""A line needs a few words of each application: the answers alone would double the time."""
KEY = (Application.changed_at, Application.id)


@dataclass(frozen=True, slots=True)
class Questions:
    """What a page of the list asks the database."""

    count: Select[int, datetime]
    """How many there are in all, and the oldest."""
    page: Select[*tuple[Any, ...]]


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
    questions = _questions(office, wanted, oldest_first, place, size)
    with office.database.look() as records:
        count, oldest = records.execute(questions.count).one()
        found = page(records.execute(questions.page), key=KEY, place=place, size=size)
        rows = converted(found, lambda line: _row(office, records, line))
    return Queue(page=rows, count=count, oldest=oldest)


def is_known(office: Office, code: str) -> bool:
    """Whether there is an application of this code."""
    with office.database.read() as session:
        return session.scalar(select(exists().where(Application.code == code))) or False


def receipt_is_overdue(office: Office) -> ColumnElement[bool]:
    """Posted, and no receipt after the 受領書送付期限日 (S4-178…S4-180)."""
    return receipts.is_overdue(office)


def download_is_locked(office: Office) -> ColumnElement[bool]:
    """Ten wrong passwords, and time is left for a new URL (S4-164)."""
    return exists().where(
        Certificate.application_id == Application.id,
        Download.certificate_id == Certificate.id,
        Download.state == DownloadState.LOCKED,
        Download.closes_at > office.clock(),
    )


def _questions(office: Office, wanted: Wanted, oldest_first: bool, place: Place | None, size: int) -> Questions:
    if place is None and wanted == Wanted(states=wanted.states):
        return _first_page(tuple(wanted.states), oldest_first, size)
    return _asked(_conditions(office, wanted), oldest_first, place, size)


@lru_cache
def _first_page(states: tuple[ApplicationState, ...], oldest_first: bool, size: int) -> Questions:
    """What the office opens a hundred times a day: to put these questions into words costs more than to ask them."""
    return _asked([_in_states(states)] if states else [], oldest_first, None, size)


def _asked(
    conditions: Collection[ColumnElement[bool]], oldest_first: bool, place: Place | None, size: int
) -> Questions:
    count = select(func.count(), func.min(Application.changed_at)).where(*conditions)
    lines = one_page(LINE.where(*conditions), key=KEY, descending=not oldest_first, place=place, size=size)
    return Questions(count, lines)


def _conditions(office: Office, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.overdue:
        conditions.append(receipt_is_overdue(office))
    if wanted.locked:
        conditions.append(download_is_locked(office))
    if wanted.states:
        conditions.append(_in_states(wanted.states))
    if wanted.programme:
        conditions.append(Application.programme == wanted.programme)
    if text := wanted.text.strip()[:LONGEST_TEXT]:
        conditions.append(_mentions(text))
    return conditions


def _in_states(states: Iterable[ApplicationState]) -> ColumnElement[bool]:
    return or_(*(Application.state == state for state in states))


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


def _row(office: Office, records: Connection, line: Row[Any]) -> QueueRow:
    programme = of_edition(office, records, line.edition)
    return QueueRow(
        code=line.code,
        name=line.name,
        reading=line.reading,
        organisation=line.organisation,
        programme=programme.name,
        kind=programme.profile(line.profile).label,
        state=ApplicationState(line.state),
        changed_at=line.changed_at,
        papers_here=line.papers_here,
        papers_needed=line.papers_needed,
    )
