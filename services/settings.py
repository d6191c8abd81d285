"""Settings that people of the office change at work."""

from __future__ import annotations

from sqlalchemy.orm import Session

from adapters.db.models import Setting
from domain.access import Actor, Permission
from services import audit
from services.office import Office

TWO_PERSON = "two_person"


def two_person(session: Session) -> bool:
    """Whether two different people must act in each half of a weighty step (design §4; default: yes)."""
    setting = session.get(Setting, TWO_PERSON)
    return setting is None or bool(setting.value["on"])


def set_two_person(office: Office, actor: Actor, *, on: bool) -> None:
    """Switches the rule; every page of the office and the audit trail show that it is off."""
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.write() as session:
        before = two_person(session)
        session.merge(Setting(name=TWO_PERSON, value={"on": on}))
        audit.record(session, office.clock, actor, "set_two_person", "office:settings", before=before, after=on)
