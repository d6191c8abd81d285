"""Switching the two-person rule off: asked for by one administrator, done by another (design §4).

An office with a single administrator switches it alone, and every page and the trail show that it is off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from adapters.db.models import AuditEvent, Setting, StaffRole
from domain.access import Actor, Permission, Role
from domain.errors import RuleViolation
from domain.settings.table import TWO_PERSON
from services import audit, staff
from services.office import Office

WAITS: Final = timedelta(days=7)
"""So long another administrator may take to agree, and so long one who is left alone has to wait."""

_KEPT: Final = "two_person_off_asked"
_SUBJECT: Final = f"setting:{TWO_PERSON.name}"


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants the rule off."""

    asked_by: int
    asked_at: datetime


def wish(session: Session, office: Office) -> Wish | None:
    """The wish that waits for another administrator, if there is one."""
    kept = session.get(Setting, _KEPT)
    if kept is None:
        return None
    found = Wish(kept.value["asked_by"], datetime.fromisoformat(kept.value["asked_at"]))
    return found if office.clock() < found.asked_at + WAITS else None


def second_half(session: Session, office: Office, actor: Actor) -> bool:
    """Whether the rule goes off by this press. If nobody has asked yet, this one asks now, and it does not.

    Raises ``RuleViolation``: ``second_person_for_the_rule`` for who asked, ``administrator_left_lately`` for who is
    the only one because others were sent away within the week.
    """
    if staff.other_administrators(session, actor.staff_id or 0) == 0:
        if _somebody_was_sent_away(session, office):
            raise RuleViolation("administrator_left_lately", TWO_PERSON.name)
        _forget(session)
        return True
    asked = wish(session, office)
    if asked is None:
        session.merge(Setting(name=_KEPT, value={"asked_by": actor.staff_id, "asked_at": office.clock().isoformat()}))
        audit.record(session, office.clock, actor, "ask_two_person_off", _SUBJECT)
        return False
    if asked.asked_by == actor.staff_id:
        raise RuleViolation("second_person_for_the_rule", TWO_PERSON.name)
    _forget(session)
    return True


def withdraw(office: Office, actor: Actor) -> None:
    """The rule stays on: who asked thought better of it, or another says no. Saying it twice changes nothing."""
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.write() as session:
        if wish(session, office) is not None:
            _forget(session)
            audit.record(session, office.clock, actor, "withdraw_two_person_off", _SUBJECT)


def _forget(session: Session) -> None:
    session.execute(delete(Setting).where(Setting.name == _KEPT))


def _somebody_was_sent_away(session: Session, office: Office) -> bool:
    """Else one administrator could close the others' accounts, switch the rule off, and do both halves."""
    acts = AuditEvent.action.in_(("set_roles", "disable_staff"))
    lately = session.scalars(select(AuditEvent).where(acts, AuditEvent.at > office.clock() - WAITS)).all()
    posts = select(StaffRole.staff_id).where(StaffRole.role == Role.ADMINISTRATOR)
    administrators = {f"staff:{staff_id}" for staff_id in session.scalars(posts)}
    closed = any(event.action == "disable_staff" and event.subject in administrators for event in lately)
    return closed or any(
        Role.ADMINISTRATOR in event.details.get("before", ()) and Role.ADMINISTRATOR not in event.details["after"]
        for event in lately
    )
