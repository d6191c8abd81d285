"""Accounts and log-in by password and one-time code."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.db.models import AuditEvent, Staff, Throttle
from adapters.passwords import Passwords
from domain.access import Actor, Permission, Role
from domain.errors import InvalidInput, TooManyTries
from services import log_in as door
from services import staff
from services.office import Office
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, QUICK, FixedClock, make_staff
from tests.factories.records import all_of
from tests.integration.services.refusals import expect_refusal

EMAIL = "hanako@example.jp"


@pytest.fixture
def secret(office: Office) -> str:
    return make_staff(office, Role.REVIEWER, Role.ISSUER, email=EMAIL, name="見本 花子")[1]


def code_now(office: Office, secret: str, steps: int = 0) -> str:
    return code_at(secret, office.clock(), steps=steps)


def log_in(
    office: Office, code: str, password: str = PASSWORD, email: str = EMAIL, address: str = "192.0.2.7"
) -> Actor:
    return door.log_in(office, email=email, password=password, code=code, address=address).actor


def test_password_and_code_open_the_door(office: Office, secret: str) -> None:
    actor = log_in(office, code_now(office, secret))
    assert (actor.kind, actor.name, actor.address) == ("staff", "見本 花子", "192.0.2.7")
    assert actor.roles == {Role.REVIEWER, Role.ISSUER}
    assert all_of(office, AuditEvent)[-1].action == "log_in"


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_that_is_a_step_off_is_borne_rfc_6238_5_2(office: Office, secret: str, steps: int) -> None:
    assert log_in(office, code_now(office, secret, steps)).name == "見本 花子"


@pytest.mark.parametrize("steps", [-2, 2, 100])
def test_more_than_a_step_is_not(office: Office, secret: str, steps: int) -> None:
    with expect_refusal("log_in_refused"):
        log_in(office, code_now(office, secret, steps))


def test_the_same_code_works_once_rfc_6238_5_2(office: Office, secret: str, clock: FixedClock) -> None:
    code = code_now(office, secret)
    log_in(office, code)
    with expect_refusal("log_in_refused"):
        log_in(office, code)
    with expect_refusal("log_in_refused"):
        log_in(office, code_now(office, secret, -1))
    clock.advance(timedelta(seconds=30))
    assert log_in(office, code_now(office, secret)).name == "見本 花子"


def test_a_code_typed_with_a_wrong_password_is_not_used_up(office: Office, secret: str) -> None:
    code = code_now(office, secret)
    with expect_refusal("log_in_refused"):
        log_in(office, code, password="wrong")
    assert log_in(office, code).name == "見本 花子"


class CountingHasher(Passwords):
    """Counts what was asked of it."""

    asked = 0

    def matches(self, stored: str | None, password: str) -> bool:
        self.asked += 1
        return super().matches(stored, password)


@pytest.mark.parametrize(
    "email,password,code",
    [
        ("nobody@example.jp", PASSWORD, "right"),
        (EMAIL, "wrong", "right"),
        (EMAIL, PASSWORD, "000000"),
        (EMAIL, PASSWORD, ""),
        (EMAIL, "", "right"),
    ],
)
def test_every_refusal_is_the_same_and_costs_one_hash(
    office: Office, secret: str, email: str, password: str, code: str
) -> None:
    """Else words or time would tell who works here."""
    counting = CountingHasher(b"pepper of the tests".ljust(32), QUICK)
    code = code_now(office, secret) if code == "right" else code
    with expect_refusal("log_in_refused"):
        log_in(replace(office, passwords=counting), code, password, email)
    assert counting.asked == 1
    refused = all_of(office, AuditEvent)[-1]
    assert (refused.action, refused.subject, refused.details) == ("log_in_refused", "staff:?", {"address": "192.0.2.7"})


def test_a_closed_account_is_no_account(office: Office, secret: str) -> None:
    actor = log_in(office, code_now(office, secret))
    assert actor.staff_id is not None
    with office.database.write() as session:
        session.get_one(Staff, actor.staff_id).active = False
    with expect_refusal("log_in_refused"):
        log_in(office, code_now(office, secret, 1))
    assert staff.actor_of(office, actor.staff_id, "") is None


def test_ten_failures_stop_an_address_for_a_quarter_of_an_hour(office: Office, secret: str, clock: FixedClock) -> None:
    for _ in range(10):
        with expect_refusal("log_in_refused"):
            log_in(office, "000000")
    clock.advance(timedelta(minutes=15) - timedelta(seconds=1))
    with pytest.raises(TooManyTries) as stopped:
        log_in(office, code_now(office, secret))
    assert stopped.value.status == 429
    assert log_in(office, code_now(office, secret), address="198.51.100.9").name == "見本 花子", "the others may"
    clock.advance(timedelta(seconds=30))
    assert log_in(office, code_now(office, secret)).name == "見本 花子"


def test_success_wipes_the_slate(office: Office, secret: str, clock: FixedClock) -> None:
    for _ in range(9):
        with expect_refusal("log_in_refused"):
            log_in(office, "000000")
    log_in(office, code_now(office, secret))
    assert not any(row.key.startswith("log_in|") for row in all_of(office, Throttle))
    for _ in range(10):
        with expect_refusal("log_in_refused"):
            log_in(office, "000000")
    with expect_refusal("too_many_log_ins"):
        log_in(office, "000000")


class Crowded(Passwords):
    """While one password is checked, the same person logs in at another window."""

    def __init__(self, office: Office, secret: str) -> None:
        super().__init__(b"pepper of the tests".ljust(32), QUICK)
        self.office, self.secret, self.others = office, secret, 1

    def matches(self, stored: str | None, password: str) -> bool:
        if self.others:
            self.others -= 1
            log_in(self.office, code_now(self.office, self.secret, -1))
        return super().matches(stored, password)


def test_two_log_ins_at_once_do_not_trip_over_each_other(office: Office, secret: str) -> None:
    crowded = replace(office, passwords=Crowded(office, secret))
    assert log_in(crowded, code_now(office, secret)).name == "見本 花子"


def test_rights_are_the_ones_of_this_moment(office: Office, secret: str) -> None:
    actor = log_in(office, code_now(office, secret))
    assert actor.staff_id is not None
    with office.database.write() as session:
        person = session.get_one(Staff, actor.staff_id)
        session.delete(next(role for role in person.roles if role.role == Role.ISSUER))
    now = staff.actor_of(office, actor.staff_id, "192.0.2.7")
    assert now is not None
    assert now.may(Permission.REVIEW)
    assert not now.may(Permission.ISSUE)
    assert staff.actor_of(office, 9999, "") is None


def test_somebody_without_a_post_may_come_in_and_do_nothing(office: Office) -> None:
    staff_id, _ = staff.create(office, email=EMAIL, name="見本 花子", password=PASSWORD, roles=[])
    actor = staff.actor_of(office, staff_id, "192.0.2.7")
    assert actor is not None
    assert (actor.name, actor.roles) == ("見本 花子", frozenset())


def test_leaving_is_recorded(office: Office, secret: str) -> None:
    actor = log_in(office, code_now(office, secret))
    door.log_out(office, actor)
    event = all_of(office, AuditEvent)[-1]
    assert (event.action, event.subject, event.actor_id) == ("log_out", f"staff:{actor.staff_id}", actor.staff_id)


def test_an_account_is_made_with_care(office: Office) -> None:
    assert not staff.exists(office)
    staff_id, secret = staff.create(
        office, email=EMAIL, name="見本 花子", password="twelve chars", roles=[Role.AUDITOR]
    )
    assert staff.exists(office)
    (row,) = all_of(office, Staff)
    assert row.id == staff_id
    assert "twelve chars" not in (row.password_hash or "")
    assert secret.encode() not in (row.sealed_totp or b"")
    assert all_of(office, AuditEvent)[-1].details == {"roles": ["auditor"]}
    with pytest.raises(InvalidInput) as short:
        staff.create(office, email="b@example.jp", name="見本", password="eleven char", roles=[])
    assert (short.value.code, short.value.field) == ("password_too_short", "password")
    with expect_refusal("email_taken", "email"):
        staff.create(office, email=EMAIL, name="別人", password="twelve chars", roles=[])
