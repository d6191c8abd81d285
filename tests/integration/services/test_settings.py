"""Settings: which value holds, who may change it, and what the trail keeps (docs/settings.md)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.db.models import AuditEvent, Setting
from config import load
from domain.access import Actor, Role
from domain.errors import Forbidden, InvalidInput, NotFound, RuleViolation
from domain.settings import SETTINGS, Group
from domain.settings.table import (
    MAIL_FROM,
    OFFICE_NAME,
    SMTP_HOST,
    SMTP_PASSWORD,
    SMTP_PORT,
    STAFF_IDLE_MINUTES,
    SUPPORT_PHONE,
)
from services import settings
from services.office import Office
from tests.factories.offices import make_staff
from tests.factories.records import all_of


@pytest.fixture
def administrator(office: Office) -> Actor:
    return make_staff(office, Role.ADMINISTRATOR)[0]


def two_person(office: Office) -> bool:
    with office.database.read() as session:
        return settings.two_person(session)


def changes(office: Office) -> list[AuditEvent]:
    return [event for event in all_of(office, AuditEvent) if event.action == "change_setting"]


def test_two_persons_are_needed_by_default_and_it_can_be_switched(office: Office, administrator: Actor) -> None:
    """Design §4: on until an administrator switches it off, in sight of all."""
    assert two_person(office)
    settings.set_two_person(office, administrator, on=False)
    assert not two_person(office)
    settings.set_two_person(office, administrator, on=True)
    assert two_person(office)
    assert [event.details for event in changes(office)] == [
        {"before": "on", "after": "off"},
        {"before": "off", "after": "on"},
    ]
    assert {(event.actor_id, event.subject) for event in changes(office)} == {
        (administrator.staff_id, "setting:two_person")
    }


def test_a_value_is_typed_and_holds_from_the_next_question_on(office: Office, administrator: Actor) -> None:
    assert settings.value(office, STAFF_IDLE_MINUTES) == 20
    before = settings.snapshot(office)
    changed = settings.change(office, administrator, Group.RULES, {"staff_idle_minutes": "１５", "two_person": "on"})
    assert changed == ["staff_idle_minutes"]
    assert settings.value(office, STAFF_IDLE_MINUTES) == 15
    assert before[STAFF_IDLE_MINUTES] == 20, "a snapshot is of one moment"
    assert [event.details for event in changes(office)] == [{"before": "20", "after": "15"}]


def test_all_settings_are_one_query(office: Office, administrator: Actor) -> None:
    settings.change(office, administrator, Group.OFFICE, {"office_name": "見本窓口"})
    with office.database.read() as session:
        values = settings.snapshot(office, session)
    found = {setting.name: values[setting] for setting in SETTINGS}
    assert found["office_name"] == "見本窓口"
    assert found["smtp_port"] == 25
    assert settings.value(office, OFFICE_NAME) == "見本窓口"


def test_each_service_has_its_own_desk(office: Office, administrator: Actor) -> None:
    settings.change(office, administrator, Group.DESK, {"support_phone": "03-1234-5678"}, slug="gid")
    assert settings.value(office, SUPPORT_PHONE, slug="gid") == "03-1234-5678"
    assert settings.value(office, SUPPORT_PHONE, slug="another") == ""
    assert [event.subject for event in changes(office)] == ["setting:support_phone@gid"]
    for unknown in ("", "another"):
        with pytest.raises(NotFound):
            settings.change(office, administrator, Group.DESK, {"support_phone": ""}, slug=unknown)


def test_a_secret_is_sealed_and_the_trail_keeps_no_value(office: Office, administrator: Actor) -> None:
    settings.change(
        office, administrator, Group.MAIL, {"smtp_password": "hunter2 hunter2", "smtp_host": "mx.example.jp"}
    )
    values = settings.snapshot(office)
    assert (values[SMTP_PASSWORD], values[SMTP_HOST]) == ("hunter2 hunter2", "mx.example.jp")
    assert values.is_changed(SMTP_PASSWORD)
    assert not values.is_changed(SMTP_PORT)
    settings.change(office, administrator, Group.MAIL, {"smtp_password": ""})
    assert settings.value(office, SMTP_PASSWORD) == ""
    secret = [event for event in changes(office) if event.subject == "setting:smtp_password"]
    assert [event.details for event in secret] == [{"erased": False}, {"erased": True}]
    assert "hunter2" not in str([(row.name, row.value) for row in all_of(office, Setting)])
    assert "hunter2" not in str([event.details for event in all_of(office, AuditEvent)])


@pytest.mark.parametrize(
    "group,typed,code,field",
    [
        (Group.RULES, {"staff_idle_minutes": "4"}, "out_of_bounds", "staff_idle_minutes"),
        (Group.OFFICE, {"office_name": "窓口\r\nBcc: x@example.jp"}, "control_character", "office_name"),
        (Group.MAIL, {"smtp_tls": "none", "smtp_user": "x"}, "password_in_the_clear", "smtp_tls"),
    ],
)
def test_what_is_refused_changes_nothing(
    office: Office, administrator: Actor, group: Group, typed: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        settings.change(office, administrator, group, typed)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert (all_of(office, Setting), changes(office)) == ([], [])


def test_only_who_manages_the_office_may_change_it(office: Office) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(Forbidden):
            settings.change(office, make_staff(office, role)[0], Group.OFFICE, {"office_name": "x"})


def test_two_people_do_not_undo_each_other_unseen(office: Office, administrator: Actor) -> None:
    seen = settings.snapshot(office).edition(Group.OFFICE)
    settings.change(office, administrator, Group.OFFICE, {"office_name": "先の窓口"}, edition=seen)
    with pytest.raises(RuleViolation, match="settings_changed_meanwhile"):
        settings.change(office, administrator, Group.OFFICE, {"office_name": "後の窓口"}, edition=seen)
    assert settings.value(office, OFFICE_NAME) == "先の窓口"


def test_what_the_installation_says_wins_and_cannot_be_changed(
    office: Office, administrator: Actor, tmp_path: Path
) -> None:
    settings.change(office, administrator, Group.MAIL, {"smtp_port": "587", "mail_from": "office@example.jp"})
    fixed = replace(office, fixed={"smtp_port": "465", "smtp_password": "of the environment"})
    assert settings.change(fixed, administrator, Group.MAIL, {"smtp_port": "25", "smtp_password": "x"}) == []
    values = settings.snapshot(fixed)
    assert (values[SMTP_PORT], values[SMTP_PASSWORD]) == (465, "of the environment")
    assert values[MAIL_FROM] == "office@example.jp"
    assert values.is_fixed(SMTP_PORT)
    assert not values.is_fixed(MAIL_FROM)


def test_the_installation_says_what_it_names_also_where_it_is_the_default(tmp_path: Path) -> None:
    names = [setting.name for setting in SETTINGS]
    (tmp_path / "madoguchi.toml").write_text('office_name = "ファイルの窓口"\n', encoding="utf-8")
    config = load({"MADOGUCHI_SMTP_PORT": "25", "MADOGUCHI_THREADS": "4"}, data=tmp_path)
    assert config.fixed(names) == {"office_name": "ファイルの窓口", "smtp_port": "25"}
    assert replace(config, smtp_host="mx.example.jp", given=frozenset()).fixed(names) == {
        "office_name": "ファイルの窓口",
        "smtp_host": "mx.example.jp",
    }


def test_a_value_that_no_longer_fits_gives_way_to_the_default(office: Office) -> None:
    with office.database.write() as session:
        session.execute(text("""INSERT INTO setting VALUES ('staff_idle_minutes', '{"text": "9999"}')"""))
    values = settings.snapshot(office)
    assert (values[STAFF_IDLE_MINUTES], values.text(STAFF_IDLE_MINUTES)) == (20, "9999")
