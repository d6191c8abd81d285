"""Who else has an application open: two reviewers must not find out when they save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError

from adapters.db.models import LookingIn, Staff
from domain.access import Actor, Permission
from services.office import Office
from services.records import application_by_code

REMEMBERED = timedelta(minutes=3)
"""A page says every half minute that it is still open; without scripts, whoever opened it is named so long."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody else at the same application."""

    name: str
    at: datetime


def look_in(office: Office, actor: Actor, code: str) -> tuple[Beside, ...]:
    """Notes that one is here, and gives who else is. Raises ``NotFound('no_such_application')``.

    Never a reason not to show a page: while nothing can be written, nobody is beside one.
    """
    actor.require(Permission.REVIEW)
    try:
        return _look_in(office, actor, code)
    except OperationalError:
        return ()


def _look_in(office: Office, actor: Actor, code: str) -> tuple[Beside, ...]:
    now = office.clock()
    with office.database.write() as session:
        application = application_by_code(session, code)
        session.execute(delete(LookingIn).where(LookingIn.at < now - REMEMBERED))
        session.merge(LookingIn(application_id=application.id, staff_id=actor.staff_id or 0, at=now))
        found = session.execute(
            select(Staff.name, LookingIn.at)
            .join(Staff, Staff.id == LookingIn.staff_id)
            .where(LookingIn.application_id == application.id, LookingIn.staff_id != actor.staff_id)
            .order_by(LookingIn.at.desc())
        )
        return tuple(Beside(name, at) for name, at in found)
