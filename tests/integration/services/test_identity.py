"""Proving once more who sits at the desk."""

from __future__ import annotations

import pytest

from adapters.db.models import AuditEvent, Staff
from domain.access import Actor, Role
from services import identity
from services.office import Office
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, make_staff
from tests.factories.records import all_of
from tests.integration.services.refusals import expect_refusal


@pytest.fixture
def person(office: Office) -> tuple[Actor, str]:
    return make_staff(office, Role.ADMINISTRATOR)


def test_password_or_code_proves_it_and_a_code_once(office: Office, person: tuple[Actor, str]) -> None:
    actor, secret = person
    identity.confirm(office, actor, typed=PASSWORD)
    code = code_at(secret, office.clock())
    identity.confirm(office, actor, typed=code)
    with expect_refusal("identity_not_confirmed", "identity_proof"):
        identity.confirm(office, actor, typed=code)
    acts = [event.action for event in all_of(office, AuditEvent)]
    assert acts[-3:] == ["confirm_identity", "confirm_identity", "identity_refused"]


def test_a_closed_account_proves_nothing(office: Office, person: tuple[Actor, str]) -> None:
    actor, _ = person
    with office.database.write() as session:
        session.get_one(Staff, actor.staff_id).active = False
    with expect_refusal("identity_not_confirmed", "identity_proof"):
        identity.confirm(office, actor, typed=PASSWORD)


def test_guesses_are_counted(office: Office, person: tuple[Actor, str]) -> None:
    actor, _ = person
    for _try in range(10):
        with expect_refusal("identity_not_confirmed", "identity_proof"):
            identity.confirm(office, actor, typed="wrong")
    with expect_refusal("too_many_log_ins"):
        identity.confirm(office, actor, typed=PASSWORD)
