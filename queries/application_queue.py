"""The reviewers' list of applications (S4-140, S4-145)."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, exists, func, select, text

from adapters.db.models import Application, Certificate, Download
from domain.certificates.application import WORK, ApplicationState
from domain.certificates.download import DownloadState
from domain.certificates.due import StepRule
from domain.japanese.local_time import day_in_japan
from queries import application_counts, queue_pages
from queries.application_search import Hits, hits
from queries.keyset import Page, Place, converted, one_page, page
from queries.queue_pages import KEY, LINE, Narrowed
from services import receipts
from services.office import Office
from services.programmes import of_edition

SIZE = 20
"""Two screens of lines; whoever looks further searches or narrows, and need not wait for a longer page."""
MOST_COUNTED = 1_000
"""What is not counted beforehand is counted so far, and then called more."""
_AMONG = Application.id.in_(text("SELECT value FROM json_each(:among)").columns(Application.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; empty: everything."""

    states: Collection[ApplicationState] = ()
    text: str = ""
    programme: str = ""
    taken_by: int | None = None
    """Only what this member of staff has in hand."""
    before: datetime | None = None
    """Only those that have stood in their state since before."""
    overdue: bool = False
    """Only those whose receipt is late (S4-180)."""
    locked: bool = False
    """Only those whose download is locked."""

    @property
    def narrowed(self) -> Narrowed:
        return Narrowed(states=tuple(self.states), programme=self.programme, taken_by=self.taken_by, before=self.before)


_Names: TypeAlias = tuple[str, str, str]
"""Of service, kind of certificate and medium, as a line shows them."""


class QueueRow(NamedTuple):
    """One application as one line; twenty are made for each page, and of a dataclass they would cost five times."""

    code: str
    name: str
    reading: str
    organisation: str
    programme: str
    kind: str
    medium: str
    """「CD-R」, where the certificate is posted on one; empty: it is downloaded."""
    state: ApplicationState
    changed_on: date
    """The day in Japan of the last change of state."""
    due_on: date | None
    """By when it should go on, if the next step is the office's."""
    taken_by: str
    papers_here: int
    papers_needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the list, and how much there is in all."""

    page: Page[QueueRow]
    count: int
    more: bool
    """Whether there are more than ``count``."""
    oldest: datetime | None
    """When the application that has waited longest last changed."""
    newest_only: bool
    """Whether the text means so many that only the newest of them were looked at."""


def queue(
    office: Office,
    wanted: Wanted,
    *,
    oldest_first: bool,
    rule: StepRule,
    place: Place | None = None,
    size: int = SIZE,
) -> Queue:
    """Applications by the moment of their last change of state."""
    with office.database.look() as records:
        asked = _Asked(office, records, wanted)
        answer = asked.lines(falling=not oldest_first, place=place, most=size + 1)
        found = page(answer, key=KEY, place=place, size=size)
        count, more = asked.count()
        oldest: Sequence[Row[Any]] = found.rows
        if place is not None or not oldest_first:
            oldest = asked.lines(falling=False, place=None, most=1)

        @cache
        def names(edition: str, profile: str, series: str) -> _Names:
            programme = of_edition(office, records, edition)
            way = programme.series_of(series)
            return programme.name, programme.profile(profile).label, way.medium if way.on_medium else ""

        rows = converted(found, lambda line: _row(line, names(line.edition, line.profile, line.series), rule))
    return Queue(
        page=rows,
        count=count,
        more=more,
        oldest=oldest[0].changed_at if oldest else None,
        newest_only=asked.hits is not None and asked.hits.more,
    )


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


class _Asked:
    """The questions of one page."""

    def __init__(self, office: Office, records: Connection, wanted: Wanted) -> None:
        self._office, self._records, self._wanted = office, records, wanted
        self.hits: Hits | None = hits(records, wanted.text) if wanted.text.strip() else None
        self._values = {"among": json.dumps(sorted(self.hits.ids))} if self.hits else {}
        self._is_plain = self.hits is None and not wanted.overdue and not wanted.locked

    def lines(self, *, falling: bool, place: Place | None, most: int) -> list[Row[Any]]:
        """In the order in which they are read: backwards for the page before a place."""
        backwards = place is not None and place.before
        if self._is_plain:
            return queue_pages.lines(
                self._office, self._wanted.narrowed, falling=falling != backwards, place=place, most=most
            )
        asked = one_page(LINE.where(*self._conditions()), key=KEY, descending=falling, place=place, size=most - 1)
        return list(self._records.execute(asked, self._values))

    def count(self) -> tuple[int, bool]:
        """How many, and whether there are more."""
        wanted = self._wanted
        if not self._is_plain:
            ids = select(Application.id).where(*self._conditions()).limit(MOST_COUNTED + 1).subquery()
            found = self._records.execute(select(func.count()).select_from(ids), self._values).scalar_one()
        elif wanted.taken_by is None and wanted.before is None:
            return self._office.database.kept(application_counts.total, tuple(wanted.states), wanted.programme), False
        else:
            found = queue_pages.count(self._office, wanted.narrowed, most=MOST_COUNTED + 1)
        return min(found, MOST_COUNTED), found > MOST_COUNTED

    def _conditions(self) -> list[ColumnElement[bool]]:
        wanted = self._wanted
        conditions: list[ColumnElement[bool]] = []
        if self.hits is not None:
            conditions.append(_AMONG)
        if wanted.overdue:
            conditions.append(receipt_is_overdue(self._office))
        if wanted.locked:
            conditions.append(download_is_locked(self._office))
        if wanted.states:
            conditions.append(Application.state.in_(wanted.states))
        if wanted.programme:
            conditions.append(Application.programme == wanted.programme)
        if wanted.taken_by is not None:
            conditions.append(Application.taken_by == wanted.taken_by)
        if wanted.before is not None:
            conditions.append(Application.changed_at < wanted.before)
        return conditions


def _row(line: Any, names: _Names, rule: StepRule) -> QueueRow:
    programme, kind, medium = names
    changed_on = day_in_japan(line.changed_at)
    return QueueRow(
        code=line.code,
        name=line.name,
        reading=line.reading,
        organisation=line.organisation,
        programme=programme,
        kind=kind,
        medium=medium,
        state=ApplicationState(line.state),
        changed_on=changed_on,
        due_on=rule.due_on(changed_on) if line.state in WORK else None,
        taken_by=line.taken_by or "",
        papers_here=line.papers_here,
        papers_needed=line.papers_needed,
    )
