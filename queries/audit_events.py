"""Reading the audit trail: of one thing, the newest, page by page, and whether the chain holds (design §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from adapters.db.models import AuditEvent, Staff
from queries.keyset import SIZE, Page, Place, converted, one_page, page
from services import audit
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
class Verdict:
    """What a check of the whole chain found."""

    rows: int
    first_bad: int | None


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


def trail(office: Office, *, subject: str = "", place: Place | None = None, size: int = SIZE) -> Page[Event]:
    """The trail, newest first; ``subject`` is a thing (``application:ABCD…``), or the beginning of its name."""
    query = select(AuditEvent)
    if subject:
        query = query.where(AuditEvent.subject.startswith(subject, autoescape=True))
    with office.database.read() as session:
        wanted = one_page(query, key=KEY, descending=True, place=place, size=size)
        found = page(session.scalars(wanted), key=KEY, place=place, size=size)
        names = _names(session)
    return converted(found, lambda row: _event(row, names))


def verdict(office: Office) -> Verdict:
    """Computes every hash of the chain anew."""
    with office.database.read() as session:
        rows, first_bad = audit.verify(session, office.audit_heads.heads())
    return Verdict(rows=rows, first_bad=first_bad)


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
        subject_name=names.get(row.subject, ""),
        note=row.note.text if row.note else "",
    )
