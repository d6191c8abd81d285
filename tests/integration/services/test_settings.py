"""The two-person rule is on until an administrator switches it off, in sight of all (design §4)."""

from __future__ import annotations

from adapters.db.models import AuditEvent
from domain.access import Role
from services import settings
from services.office import Office
from tests.factories.offices import make_staff
from tests.factories.records import all_of


def two_person(office: Office) -> bool:
    with office.database.read() as session:
        return settings.two_person(session)


def test_it_is_on_by_default_and_can_be_switched(office: Office) -> None:
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    assert two_person(office)
    settings.set_two_person(office, administrator, on=False)
    assert not two_person(office)
    settings.set_two_person(office, administrator, on=True)
    assert two_person(office)
    switched = [event for event in all_of(office, AuditEvent) if event.action == "set_two_person"]
    assert [event.details for event in switched] == [
        {"before": True, "after": False},
        {"before": False, "after": True},
    ]
    assert {event.actor_id for event in switched} == {administrator.staff_id}
