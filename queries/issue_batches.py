"""What can be issued in one go, and how far the batches are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select

from adapters.db.models import Application, IssueBatch, IssueBatchItem, Staff
from domain.access import Actor
from domain.certificates.application import ApplicationState
from domain.certificates.issue_batch import MOST_IN_BATCH, ItemState
from domain.errors import NotFound
from services import settings
from services.office import Office

RECENT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuable:
    """One accepted application that this person may issue."""

    code: str
    name: str
    organisation: str
    accepted_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One that was not issued, and the name of the rule."""

    code: str
    name: str
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch and how far it is."""

    id: int
    made_at: datetime
    made_by: str
    total: int
    issued: int
    refused: int
    stopped: int
    paused: str
    """The refusal for which it waits; empty while it goes on."""

    @property
    def done(self) -> int:
        return self.issued + self.refused + self.stopped

    @property
    def running(self) -> bool:
        return self.done < self.total


def issuable(office: Office, actor: Actor) -> list[Issuable]:
    """The oldest first, without those that wait in a batch, and under the two-person rule without one's own."""
    waiting = select(IssueBatchItem.application_id).where(IssueBatchItem.state == ItemState.WAITING)
    with office.database.read() as session:
        asked = (
            select(Application, Staff.name)
            .outerjoin(Staff, Staff.id == Application.accepted_by)
            .where(Application.state == ApplicationState.ACCEPTED, Application.id.not_in(waiting))
            .order_by(Application.changed_at, Application.id)
            .limit(MOST_IN_BATCH)
        )
        if settings.two_person(session):
            asked = asked.where(or_(Application.accepted_by.is_(None), Application.accepted_by != actor.staff_id))
        return [
            Issuable(
                code=application.code,
                name=application.name,
                organisation=application.organisation,
                accepted_by=name or "",
                changed_at=application.changed_at,
            )
            for application, name in session.execute(asked)
        ]


def recent(office: Office) -> list[Batch]:
    """The newest first."""
    with office.database.read() as session:
        newest = session.scalars(select(IssueBatch.id).order_by(IssueBatch.id.desc()).limit(RECENT)).all()
    return [batch(office, number) for number in newest]


def batch(office: Office, batch_id: int) -> Batch:
    """Raises ``NotFound('no_such_batch')``.

    What is issued is counted by the applications themselves: the list is brought up to date only now and then.
    """
    issued = or_(
        IssueBatchItem.state == ItemState.ISSUED,
        (IssueBatchItem.state == ItemState.WAITING) & (Application.state == ApplicationState.ISSUED),
    )

    with office.database.read() as session:
        found = session.get(IssueBatch, batch_id)
        if found is None:
            raise NotFound("no_such_batch")
        counts = session.execute(
            select(
                func.count(),
                func.count().filter(issued),
                func.count().filter(IssueBatchItem.state == ItemState.REFUSED),
                func.count().filter(IssueBatchItem.state == ItemState.STOPPED),
                func.max(case((IssueBatchItem.state == ItemState.WAITING, IssueBatchItem.refusal), else_="")),
            )
            .select_from(IssueBatchItem)
            .join(Application, Application.id == IssueBatchItem.application_id)
            .where(IssueBatchItem.batch_id == batch_id)
        ).one()
        maker = session.get_one(Staff, found.staff_id)
        return Batch(
            id=found.id,
            made_at=found.made_at,
            made_by=maker.name,
            total=counts[0],
            issued=counts[1],
            refused=counts[2],
            stopped=counts[3],
            paused=counts[4] or "",
        )


def refused(office: Office, batch_id: int) -> list[Refused]:
    """Those that the rules refused."""
    with office.database.read() as session:
        found = session.execute(
            select(Application.code, Application.name, IssueBatchItem.refusal)
            .join(Application, Application.id == IssueBatchItem.application_id)
            .where(IssueBatchItem.batch_id == batch_id, IssueBatchItem.state == ItemState.REFUSED)
            .order_by(IssueBatchItem.id)
        )
        return [Refused(code=code, name=name, refusal=refusal) for code, name, refusal in found]
