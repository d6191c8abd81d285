"""A forgotten password: a link by mail, and still the second factor."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.db.models import AccountLink, AuditEvent, OutgoingMail, ResetRequest, Staff, WebSession
from domain.access import Role
from domain.errors import Gone, NotFound
from services import log_in, password_resets, recovery_codes, web_sessions
from services.office import Office
from services.second_factor import Proof
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, FixedClock, make_staff
from tests.factories.records import all_of
from tests.integration.services.refusals import expect_refusal
from tests.integration.services.test_enrolment import newest_token

EMAIL, HOME, CHOSEN = "owner@example.jp", "192.0.2.7", "four green umbrellas"


@pytest.fixture
def secret(office: Office) -> str:
    return make_staff(office, Role.REVIEWER, email=EMAIL)[1]


def code(office: Office, secret: str) -> Proof:
    return Proof(code=code_at(secret, office.clock()))


def asked(office: Office) -> str:
    password_resets.ask(office, email=EMAIL, address=HOME)
    assert password_resets.answer_asked(office) == 1
    return newest_token(office)


def test_a_link_and_the_code_set_a_new_password_and_end_every_session(
    office: Office, secret: str, clock: FixedClock
) -> None:
    staff_id = all_of(office, Staff)[0].id
    web_sessions.save(office, "elsewhere", {"a": 1}, staff_id=staff_id)
    token = asked(office)
    entry = password_resets.reset(office, token, password=CHOSEN, proof=code(office, secret), address=HOME)
    assert (entry.actor.staff_id, entry.epoch) == (staff_id, 1)
    assert all_of(office, WebSession) == []
    assert "パスワードが変更されました" in all_of(office, OutgoingMail)[-1].body
    clock.advance(timedelta(seconds=30))
    with expect_refusal("log_in_refused"):
        log_in.log_in(office, email=EMAIL, password=PASSWORD, proof=code(office, secret), address=HOME)
    log_in.log_in(office, email=EMAIL, password=CHOSEN, proof=code(office, secret), address=HOME, device=entry.device)
    with pytest.raises(NotFound, match="no_such_link"):
        password_resets.reset(office, token, password=CHOSEN, proof=code(office, secret), address=HOME)


def test_who_only_has_the_mailbox_gets_nowhere(office: Office, secret: str) -> None:
    token = asked(office)
    for _try in range(10):
        with expect_refusal("factor_refused", "code"):
            password_resets.reset(office, token, password=CHOSEN, proof=Proof(code="000000"), address=HOME)
    with expect_refusal("too_many_log_ins"):
        password_resets.reset(office, token, password=CHOSEN, proof=code(office, secret), address=HOME)


def test_a_recovery_code_does_as_well(office: Office, secret: str) -> None:
    actor = log_in.log_in(office, email=EMAIL, password=PASSWORD, proof=code(office, secret), address=HOME).actor
    (first, *_) = recovery_codes.renew(office, actor)
    password_resets.reset(office, asked(office), password=CHOSEN, proof=Proof(code=first), address=HOME)
    assert all_of(office, AuditEvent)[-1].details == {"factor": "recovery_code"}


def test_thirty_minutes_and_only_the_newest(office: Office, secret: str, clock: FixedClock) -> None:
    first = asked(office)
    second = asked(office)
    assert second not in {row.token_hash for row in all_of(office, AccountLink)}
    with pytest.raises(NotFound, match="no_such_link"):
        password_resets.reset(office, first, password=CHOSEN, proof=code(office, secret), address=HOME)
    clock.advance(timedelta(minutes=30))
    with pytest.raises(Gone, match="link_over"):
        password_resets.reset(office, second, password=CHOSEN, proof=code(office, secret), address=HOME)


def test_asking_is_the_same_for_everybody(office: Office, secret: str) -> None:
    """One row each: whether there is an account is looked up later, by nobody who waits for it."""
    for email in (EMAIL, "nobody@example.jp"):
        before = len(all_of(office, ResetRequest))
        password_resets.ask(office, email=email, address=HOME)
        assert len(all_of(office, ResetRequest)) == before + 1
    assert EMAIL.encode() not in all_of(office, ResetRequest)[0].sealed_email
    assert password_resets.answer_asked(office) == 1
    assert all_of(office, ResetRequest) == []
    assert [mail.recipient for mail in all_of(office, OutgoingMail)] == [EMAIL]


def test_nobody_can_fill_a_mailbox_and_old_wishes_are_dropped(office: Office, secret: str, clock: FixedClock) -> None:
    for _try in range(5):
        password_resets.ask(office, email=EMAIL, address=HOME)
    assert password_resets.answer_asked(office) == 3
    for number in range(25):
        password_resets.ask(office, email=f"{number}@example.jp", address=HOME)
    with expect_refusal("too_many_log_ins"):
        password_resets.ask(office, email=EMAIL, address=HOME)
    password_resets.ask(office, email=EMAIL, address="192.0.2.8")
    clock.advance(timedelta(days=1))
    assert password_resets.answer_asked(office) + password_resets.answer_asked(office) == 0


def test_a_closed_account_gets_no_link_and_its_link_is_worth_nothing(office: Office, secret: str) -> None:
    token = asked(office)
    with office.database.write() as session:
        session.get_one(Staff, all_of(office, Staff)[0].id).active = False
    with pytest.raises(Gone, match="link_over"):
        password_resets.reset(office, token, password=CHOSEN, proof=code(office, secret), address=HOME)
    password_resets.ask(office, email=EMAIL, address=HOME)
    assert password_resets.answer_asked(office) == 0
