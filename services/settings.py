"""Settings that people of the office change at work."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Setting
from domain.access import Actor, Permission
from services import audit
from services.office import Office

TWO_PERSON = "two_person"

TWO_PERSON_VALUE = select(Setting.value).where(Setting.name == TWO_PERSON).scalar_subquery()
"""What is kept of the rule, for a question that asks other things too."""


def two_person(session: Session) -> bool:
    """Whether two different people must act in each half of a weighty step (design §4; default: yes)."""
    return is_on(session.scalar(select(TWO_PERSON_VALUE)))


def is_on(kept: dict[str, Any] | None) -> bool:
    """What the kept value of the rule means."""
    return kept is None or bool(kept["on"])


def set_two_person(office: Office, actor: Actor, *, on: bool) -> None:
    """Switches the rule; every page of the office and the audit trail show that it is off."""
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.write() as session:
        before = two_person(session)
        session.merge(Setting(name=TWO_PERSON, value={"on": on}))
        audit.record(session, office.clock, actor, "set_two_person", "office:settings", before=before, after=on)
