"""A clock that runs behind what is already on record signs nothing.

A certificate dated before its own application, or a revocation list older than the one before it, cannot be explained
to anybody. Other work goes on: it is recorded in its order whatever the clock says.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.db.models import AuditEvent
from domain.access import Actor, Permission
from domain.errors import InvalidInput, RuleViolation
from services import audit
from services.office import Office

ASTRAY = timedelta(minutes=5)
"""How far the clocks of two processes may differ."""
LOOKED_AT = 1000
"""Rows of the trail: a clock set back is seen for as many acts, and asking stays cheap."""
ACCEPTED = "accept_clock"


def newest_record(session: Session) -> datetime | None:
    """The latest time on record, since a person last said that the clock is right."""
    newest = session.scalar(select(func.max(AuditEvent.seq))) or 0
    accepted = (
        select(func.max(AuditEvent.seq))
        .where(AuditEvent.action == ACCEPTED, AuditEvent.seq > newest - LOOKED_AT)
        .scalar_subquery()
    )
    return session.scalar(
        select(func.max(AuditEvent.at)).where(
            AuditEvent.seq > newest - LOOKED_AT, AuditEvent.seq >= func.coalesce(accepted, 0)
        )
    )


def behind(office: Office, session: Session) -> timedelta:
    """How far the clock is behind the records; nothing or less: it is not."""
    newest = newest_record(session)
    return newest - office.clock() if newest else timedelta()


def is_behind(office: Office, session: Session) -> bool:
    """Whether the clock cannot be right."""
    return behind(office, session) > ASTRAY


def require_right_clock(office: Office, session: Session) -> None:
    """Raises ``RuleViolation('clock_behind')``."""
    if is_behind(office, session):
        raise RuleViolation("clock_behind")


def accept_clock(office: Office, actor: Actor, reason: str) -> None:
    """A person says that the clock is right now, and that it was the records that were made under a wrong one."""
    if actor.kind != "system":
        actor.require(Permission.MANAGE_OFFICE)
    if not reason.strip():
        raise InvalidInput("required", "reason")
    with office.database.write() as session:
        before = newest_record(session)
        audit.record(
            session,
            office.clock,
            actor,
            ACCEPTED,
            "office:clock",
            note=reason.strip(),
            before=before.isoformat() if before else None,
        )
