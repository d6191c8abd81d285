"""The two-person rule goes off by two administrators, or by one who is the only one (design §4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.db.models import AuditEvent
from domain.access import Actor, Role
from domain.errors import RuleViolation
from domain.settings import Group
from queries.rule_switch import open_wish
from services import accounts, rule_switch, settings
from services.office import Office
from tests.factories.offices import FixedClock, make_staff
from tests.factories.records import all_of


@pytest.fixture
def first(office: Office) -> Actor:
    return make_staff(office, Role.ADMINISTRATOR, name="管理 一郎")[0]


@pytest.fixture
def second(office: Office, first: Actor) -> Actor:
    return make_staff(office, Role.ADMINISTRATOR)[0]


def is_on(office: Office) -> bool:
    with office.database.read() as session:
        return settings.two_person(session)


def acts(office: Office) -> list[tuple[str, int | None]]:
    return [(event.action, event.actor_id) for event in all_of(office, AuditEvent) if "two_person" in event.subject]


def test_one_asks_and_another_does_it(office: Office, first: Actor, second: Actor) -> None:
    assert not settings.set_two_person(office, first, on=False)
    assert is_on(office)
    with pytest.raises(RuleViolation, match="second_person_for_the_rule"):
        settings.set_two_person(office, first, on=False)
    own, others = open_wish(office, first), open_wish(office, second)
    assert own
    assert others
    assert (own.is_own, others.is_own, others.asked_by) == (True, False, "管理 一郎")
    assert settings.set_two_person(office, second, on=False)
    assert not is_on(office)
    assert open_wish(office, second) is None
    assert acts(office) == [("ask_two_person_off", first.staff_id), ("change_setting", second.staff_id)]


def test_what_else_stands_on_the_page_is_saved_at_once(office: Office, first: Actor, second: Actor) -> None:
    typed = {"two_person": "off", "staff_idle_minutes": "15"}
    assert settings.change(office, first, Group.RULES, typed) == ["staff_idle_minutes"]
    assert is_on(office)


def test_either_can_say_no(office: Office, first: Actor, second: Actor) -> None:
    for who in (first, second):
        settings.set_two_person(office, first, on=False)
        rule_switch.withdraw(office, who)
        rule_switch.withdraw(office, who)
        assert not settings.set_two_person(office, second, on=False), "it only asks"
        rule_switch.withdraw(office, second)
    assert is_on(office)
    assert [act for act, _ in acts(office)].count("withdraw_two_person_off") == 4


def test_a_wish_nobody_joined_is_over_after_a_week(
    office: Office, clock: FixedClock, first: Actor, second: Actor
) -> None:
    settings.set_two_person(office, first, on=False)
    clock.advance(timedelta(days=7))
    assert open_wish(office, second) is None
    rule_switch.withdraw(office, second)
    assert not settings.set_two_person(office, second, on=False)
    assert settings.set_two_person(office, first, on=False)


def test_the_only_administrator_does_it_alone(office: Office, first: Actor) -> None:
    accounts.invite(
        office, first, email="not.yet@example.jp", name="未着", roles=[Role.ADMINISTRATOR], organisation_id=None
    )
    assert settings.set_two_person(office, first, on=False)
    assert not is_on(office)


@pytest.mark.parametrize("by", ["closing the account", "taking the post away"])
def test_nobody_becomes_the_only_one_by_sending_the_others_away(
    office: Office, clock: FixedClock, first: Actor, second: Actor, by: str
) -> None:
    settings.set_two_person(office, first, on=False)
    make_staff(office, Role.AUDITOR)
    clerk, _ = make_staff(office, Role.REVIEWER)
    accounts.set_roles(office, first, clerk.staff_id or 0, [Role.ISSUER])
    if by == "closing the account":
        accounts.disable(office, first, second.staff_id or 0)
    else:
        accounts.set_roles(office, first, second.staff_id or 0, [Role.AUDITOR])
    with pytest.raises(RuleViolation, match="administrator_left_lately"):
        settings.set_two_person(office, first, on=False)
    clock.advance(timedelta(days=7))
    assert settings.set_two_person(office, first, on=False)


def test_a_clerk_who_leaves_hinders_nobody(office: Office, first: Actor) -> None:
    clerk, _ = make_staff(office, Role.REVIEWER)
    accounts.set_roles(office, first, clerk.staff_id or 0, [Role.ISSUER])
    accounts.disable(office, first, clerk.staff_id or 0)
    assert settings.set_two_person(office, first, on=False)
