"""Reading the audit trail: of one thing, the newest, page by page, and whether the chain holds (design §3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from adapters.db.models import AuditCheck, AuditEvent, Staff
from domain.japanese.local_time import start_of_day
from queries.keyset import SIZE, Page, Place, converted, one_page, page
from services.office import Office

KEY = (AuditEvent.seq,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act on record."""

    seq: int
    at: datetime
    actor_kind: str
    actor_name: str
    address: str
    action: str
    subject: str
    details: Mapping[str, Any]
    actor_id: int | None
    hash: str
    subject_name: str
    """What people call the thing, where it has a name: a member of staff."""
    note: str
    """Free words that go with the act; empty also after they were erased."""

    @property
    def application_code(self) -> str:
        """The code, if the act was on an application; else empty."""
        kind, _, key = self.subject.partition(":")
        return key if kind == "application" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a check of the whole chain found, and when."""

    at: datetime
    rows: int
    first_bad: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which acts are asked for; nothing given means all."""

    subject: str = ""
    """A thing (``application:ABCD…``), or the beginning of its name."""
    person: int | None = None
    """The number of a member of staff."""
    action: str = ""
    since: date | None = None
    until: date | None = None
    """Days in Japan, the last included."""


EVERYTHING: Final = Narrowed()


def of_subject(office: Office, subject: str) -> list[Event]:
    """Everything that was done to one thing, newest first."""
    with office.database.read() as session:
        names = _names(session)
        found = session.scalars(_newest_first().where(AuditEvent.subject == subject))
        return [_event(row, names) for row in found]


def newest(office: Office, *, limit: int, kind: str = "") -> list[Event]:
    """The latest acts, of one kind of thing or of all."""
    query = _newest_first().limit(limit)
    if kind:
        query = query.where(AuditEvent.subject.startswith(f"{kind}:", autoescape=True))
    with office.database.read() as session:
        names = _names(session)
        return [_event(row, names) for row in session.scalars(query)]


def trail(
    office: Office, wanted: Narrowed = EVERYTHING, *, place: Place | None = None, size: int = SIZE
) -> Page[Event]:
    """The trail, newest first."""
    query = _narrowed(select(AuditEvent), wanted)
    with office.database.read() as session:
        asked = one_page(query, key=KEY, descending=True, place=place, size=size)
        found = page(session.scalars(asked), key=KEY, place=place, size=size)
        names = _names(session)
    return converted(found, lambda row: _event(row, names))


def every(office: Office, wanted: Narrowed, *, at_once: int = 500) -> Iterator[Event]:
    """All that is asked for, newest first, a few at a time: years of records need no memory."""
    place: Place | None = None
    while True:
        found = trail(office, wanted, place=place, size=at_once)
        yield from found.rows
        if (place := found.following) is None:
            return


def people(office: Office) -> list[tuple[str, str]]:
    """Who is on record, by number and name."""
    with office.database.read() as session:
        return [
            (str(number), name) for number, name in session.execute(select(Staff.id, Staff.name).order_by(Staff.id))
        ]


def last_check(office: Office) -> Check | None:
    """The newest check of the chain; None: there was none yet."""
    with office.database.read() as session:
        row = session.scalars(select(AuditCheck).order_by(AuditCheck.id.desc()).limit(1)).first()
    return Check(at=row.checked_at, rows=row.rows, first_bad=row.first_bad) if row else None


def _narrowed(query: Select[Any], wanted: Narrowed) -> Select[Any]:
    if wanted.subject:
        query = query.where(AuditEvent.subject.startswith(wanted.subject, autoescape=True))
    if wanted.person is not None:
        query = query.where(AuditEvent.actor_id == wanted.person)
    if wanted.action:
        query = query.where(AuditEvent.action == wanted.action)
    if wanted.since is not None:
        query = query.where(AuditEvent.at >= start_of_day(wanted.since))
    if wanted.until is not None:
        query = query.where(AuditEvent.at < start_of_day(wanted.until) + timedelta(days=1))
    return query


def _newest_first() -> Select[AuditEvent]:
    query: Select[AuditEvent] = select(AuditEvent).order_by(AuditEvent.seq.desc())
    return query


def _names(session: Session) -> dict[str, str]:
    """What the trail calls a member of staff → the person's name."""
    return {f"staff:{staff_id}": name for staff_id, name in session.execute(select(Staff.id, Staff.name))}


def _event(row: AuditEvent, names: Mapping[str, str]) -> Event:
    return Event(
        seq=row.seq,
        at=row.at,
        actor_kind=row.actor_kind,
        actor_name=row.actor_name,
        address=row.address,
        action=row.action,
        subject=row.subject,
        details=row.details,
        actor_id=row.actor_id,
        hash=row.hash,
        subject_name=names.get(row.subject, ""),
        note=row.note.text if row.note else "",
    )
