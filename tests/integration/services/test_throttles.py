"""Guessing is slowed, and the owner of the account is never shut out by others' guesses (OWASP device cookies)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.db.models import KnownDevice, Throttle
from domain.access import Role
from services import log_in, throttles
from services.log_in import Entry
from services.office import Office
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, FixedClock, make_staff
from tests.factories.records import all_of
from tests.integration.services.refusals import expect_refusal

EMAIL = "owner@example.jp"


@pytest.fixture
def secret(office: Office) -> str:
    return make_staff(office, Role.REVIEWER, email=EMAIL)[1]


def guess(office: Office, address: str, device: str = "", email: str = EMAIL) -> None:
    with expect_refusal("log_in_refused"):
        log_in.log_in(office, email=email, password="a guess", code="000000", address=address, device=device)


def enter(office: Office, secret: str, address: str, device: str = "") -> Entry:
    code = code_at(secret, office.clock())
    return log_in.log_in(office, email=EMAIL, password=PASSWORD, code=code, address=address, device=device)


def test_an_attack_from_everywhere_leaves_the_owners_browser_alone(
    office: Office, secret: str, clock: FixedClock
) -> None:
    own = enter(office, secret, "192.0.2.1").device
    for number in range(50):
        guess(office, f"198.51.100.{number}")
    clock.advance(timedelta(seconds=30))
    with expect_refusal("too_many_log_ins"):
        enter(office, secret, "203.0.113.9")
    assert enter(office, secret, "198.51.100.7", own).device == own, "even from the attacker's address"
    clock.advance(timedelta(minutes=15))
    assert enter(office, secret, "203.0.113.9").device != own


def test_a_stolen_device_cookie_gives_ten_tries_and_no_others(office: Office, secret: str, clock: FixedClock) -> None:
    own = enter(office, secret, "192.0.2.1").device
    for _try in range(10):
        guess(office, "198.51.100.1", own)
    with expect_refusal("too_many_log_ins"):
        log_in.log_in(office, email=EMAIL, password="x", code="1", address="198.51.100.2", device=own)
    clock.advance(timedelta(seconds=30))
    assert enter(office, secret, "192.0.2.1").actor.name


def test_the_cookie_of_another_account_or_of_nobody_counts_for_nothing(office: Office, secret: str) -> None:
    make_staff(office, Role.REVIEWER, email="other@example.jp")
    own = enter(office, secret, "192.0.2.1").device
    for _try in range(10):
        guess(office, "198.51.100.1", own, email="other@example.jp")
    for device in (own, "forged"):
        with expect_refusal("too_many_log_ins"):
            log_in.log_in(
                office, email="other@example.jp", password="x", code="1", address="198.51.100.1", device=device
            )


def test_one_address_cannot_try_everybody(office: Office) -> None:
    for number in range(100):
        guess(office, "198.51.100.1", email=f"staff{number}@example.jp")
    with expect_refusal("too_many_log_ins"):
        log_in.log_in(office, email="staff100@example.jp", password="x", code="1", address="198.51.100.1")


def test_a_success_does_not_wipe_what_is_counted_for_all(office: Office, secret: str) -> None:
    for number in range(5):
        guess(office, f"198.51.100.{number}")
    enter(office, secret, "192.0.2.1")
    account = next(row for row in all_of(office, Throttle) if row.key.startswith("log_in_account|"))
    assert account.tries == 5


def test_counts_and_devices_that_are_over_are_erased(office: Office, secret: str, clock: FixedClock) -> None:
    guess(office, "198.51.100.1")
    own = enter(office, secret, "192.0.2.1").device
    clock.advance(timedelta(days=1))
    throttles.forget_old(office)
    assert all_of(office, Throttle) == []
    clock.advance(timedelta(days=178))
    assert enter(office, secret, "192.0.2.1", own).device == own
    clock.advance(timedelta(days=180) - timedelta(seconds=1))
    assert log_in.forget_devices(office) == 0
    clock.advance(timedelta(seconds=1))
    assert log_in.forget_devices(office) == 1
    assert all_of(office, KnownDevice) == []
