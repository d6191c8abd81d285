"""The orderer's log-in and its one-time password (S3-26…S3-33)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage
from typing import cast

import pytest
from sqlalchemy import update

from adapters.db.models import AuditEvent, BondViewing, OrdererDomain, OrdererLogIn, OutgoingMail
from adapters.db.models.outgoing_mail import MailState
from adapters.mail.errors import MailNotSent
from adapters.passwords import Passwords
from domain.bonds import one_time_password as rules
from domain.bonds.viewing import Ability
from domain.errors import Gone, InvalidInput, RuleViolation, TooManyTries
from services import bond_folders, bond_viewing, orderer_log_in, outbox
from services.office import Office
from services.orderer_log_in import LogIn
from tests.factories.bonds import Houses, mails_of, password, register_domain, registered, url
from tests.factories.offices import VISITOR, FixedClock
from tests.factories.records import all_of

EMAIL = "taro@city.example.jp"


@dataclass
class Post:
    """A way out for mails that a test can shut."""

    away: bool = False
    sent: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        if self.away:
            raise MailNotSent("no route", permanent=False, server_away=True)
        self.sent.append(message)

    @property
    def text(self) -> str:
        return str(self.sent[-1].get_content())

    @property
    def code(self) -> str:
        found = re.search(r"ワンタイムパスワード: (\d{8})", self.text)
        assert found
        return found[1]


@pytest.fixture
def folder_id(office: Office, houses: Houses) -> int:
    register_domain(office)
    made = registered(office, houses, policy_number="A1234567")
    with office.database.write() as session:
        session.execute(update(OutgoingMail).values(state=MailState.SENT))
    return made


def requested(office: Office, folder_id: int, **changes: str) -> LogIn:
    typed = {"email": EMAIL, "url": url(office, folder_id), "password": password(office, folder_id)}
    return orderer_log_in.request(office, VISITOR, **typed | changes)


def mailed(office: Office, post: Post | None = None) -> str:
    """Sends what waits; gives the one-time password."""
    post = post or Post()
    outbox.send_due(office, post, "info@example.jp")
    return post.code


def verify(office: Office, log_in: LogIn, typed: str) -> Ability:
    opened = orderer_log_in.verify(office, VISITOR, log_in.log_in_id, log_in.key, typed)
    return bond_viewing.viewing(office, opened.viewing_id, opened.key).ability


def test_s3_30_the_mailed_password_opens_the_preview(office: Office, folder_id: int) -> None:
    log_in = requested(office, folder_id)
    assert verify(office, log_in, mailed(office)) is Ability.DOWNLOAD


def test_s3_31_subject_and_body_word_for_word(office: Office, folder_id: int) -> None:
    requested(office, folder_id)
    post = Post()
    mailed(office, post)
    title = (
        "【保証証券等確認システム】ワンタイムパスワードのご案内 (保険会社名: 見本損害保険株式会社、証券番号: A1234567)"
    )
    assert post.sent[-1]["Subject"] == title
    assert post.sent[-1]["To"] == EMAIL
    assert "2026/11/20 12:30 まで有効です" in post.text, "12:00 in Japan, and half an hour"
    assert "このワンタイムパスワードは1回限り利用可能です。" in post.text
    assert post.text.rstrip().endswith("発行元: 保証証券等確認システム")


def test_a_stranger_learns_nothing_from_a_refusal(office: Office, folder_id: int) -> None:
    """Unknown domain, wrong password, unknown URL: one code, one status, no mail, and a counted try each."""
    said = set()
    for wrong in (
        {"email": "taro@other.example.jp"},
        {"password": "WRONG"},
        {"url": "https://office.example.jp/b/" + "x" * 43},
    ):
        with pytest.raises(InvalidInput) as refusal:
            requested(office, folder_id, **wrong)
        said.add((refusal.value.code, refusal.value.field, refusal.value.status, str(refusal.value.values)))
    assert said == {("log_in_refused_to_orderer", None, 400, "{}")}
    assert mails_of(office, "one_time_password") == []
    assert [e.action for e in all_of(office, AuditEvent)][-3:] == ["wrong_bond_password"] * 3


def test_the_password_is_made_when_the_mail_is_sent_and_never_stored_readable(office: Office, folder_id: int) -> None:
    requested(office, folder_id)
    (waiting,) = mails_of(office, "one_time_password")
    assert waiting.sealed_secrets is None
    assert all_of(office, OrdererLogIn)[0].code_hash is None
    code = mailed(office)
    (sent,) = mails_of(office, "one_time_password")
    assert (sent.state, sent.sealed_secrets) == (MailState.SENT, None)
    assert code not in sent.body
    assert code not in str([event.details for event in all_of(office, AuditEvent)])


def test_before_the_mail_went_out_nothing_is_right(office: Office, folder_id: int) -> None:
    log_in = requested(office, folder_id)
    assert orderer_log_in.waiting(office, log_in.log_in_id, log_in.key).expires_at is None
    with pytest.raises(InvalidInput, match="wrong_otp"):
        verify(office, log_in, "00000000")


def test_s3_29_it_works_once(office: Office, folder_id: int) -> None:
    log_in = requested(office, folder_id)
    code = mailed(office)
    verify(office, log_in, code)
    with pytest.raises(Gone, match="otp_used"):
        verify(office, log_in, code)


class Overtaken:
    """Passwords of an office in which another tab is a moment quicker."""

    def __init__(self, office: Office, log_in: LogIn) -> None:
        self._office, self._log_in = office, log_in

    def matches_code(self, stored: str | None, code: str) -> bool:
        assert verify(self._office, self._log_in, code) is Ability.DOWNLOAD
        return self._office.passwords.matches_code(stored, code)


def test_s3_29_two_tabs_at_the_same_moment_open_one_session(office: Office, folder_id: int) -> None:
    log_in = requested(office, folder_id)
    code = mailed(office)
    slower = replace(office, passwords=cast(Passwords, Overtaken(office, log_in)))
    with pytest.raises(Gone, match="otp_used"):
        verify(slower, log_in, code)
    assert len(all_of(office, BondViewing)) == 1


def test_s3_29_thirty_minutes_from_the_sending(office: Office, folder_id: int, clock: FixedClock) -> None:
    log_in = requested(office, folder_id)
    clock.advance(timedelta(minutes=10))
    code = mailed(office)
    clock.advance(timedelta(minutes=30, seconds=-1))
    waiting = orderer_log_in.waiting(office, log_in.log_in_id, log_in.key)
    assert (waiting.email, waiting.tries_left) == (EMAIL, rules.TRIES)
    clock.advance(timedelta(seconds=1))
    with pytest.raises(Gone, match="otp_expired"):
        verify(office, log_in, code)


def test_five_tries_and_no_more_also_at_once(office: Office, folder_id: int) -> None:
    log_in = requested(office, folder_id)
    code = mailed(office)

    def guess(number: int) -> str:
        try:
            verify(office, log_in, f"{number:08}")
        except RuleViolation as refusal:
            return refusal.code
        return "opened"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(guess, range(40)))
    assert said.count("wrong_otp") == rules.TRIES - 1
    assert all_of(office, OrdererLogIn)[0].tries == rules.TRIES
    with pytest.raises(Gone, match="otp_tries_over"):
        verify(office, log_in, code)


def test_it_belongs_to_one_browser(office: Office, folder_id: int) -> None:
    first, second = requested(office, folder_id), requested(office, folder_id)
    post = Post()
    outbox.send_due(office, post, "info@example.jp")
    first_code = re.search(r"\d{8}", str(post.sent[0].get_content()).split("ワンタイムパスワード: ")[1])
    assert first_code
    with pytest.raises(InvalidInput, match="wrong_otp"):
        verify(office, second, first_code[0])
    with pytest.raises(Gone, match="otp_void"):
        orderer_log_in.verify(office, VISITOR, first.log_in_id, second.key, first_code[0])


@pytest.mark.parametrize("change", ["password", "url", "domain"])
def test_it_is_void_when_what_it_was_asked_with_changes(
    office: Office, houses: Houses, folder_id: int, change: str
) -> None:
    log_in = requested(office, folder_id)
    code = mailed(office)
    if change == "password":
        bond_folders.new_password(office, houses.agent, folder_id)
    elif change == "url":
        bond_folders.revoke_url(office, houses.agent, folder_id)
    else:
        with office.database.write() as session:
            session.execute(update(OrdererDomain).values(removed_at=office.clock()))
    with pytest.raises(Gone, match="otp_void"):
        verify(office, log_in, code)


def test_nobodys_mailbox_is_flooded(office: Office, folder_id: int, clock: FixedClock) -> None:
    for _ in range(rules.MAILS):
        requested(office, folder_id)
    with pytest.raises(TooManyTries, match="too_many_otp_mails"):
        requested(office, folder_id)
    assert len(mails_of(office, "one_time_password")) == rules.MAILS
    clock.advance(rules.MAILS_WINDOW)
    requested(office, folder_id)


def test_a_mail_that_waited_too_long_is_never_sent(office: Office, folder_id: int, clock: FixedClock) -> None:
    requested(office, folder_id)
    clock.advance(rules.VALID_FOR)
    post = Post()
    assert outbox.send_due(office, post, "info@example.jp").dead == 1
    assert post.sent == []
    (given_up,) = mails_of(office, "one_time_password")
    assert (given_up.state, given_up.last_error) == (MailState.DEAD, "its time is over")


def test_a_second_try_carries_the_same_password_with_the_same_end(
    office: Office, folder_id: int, clock: FixedClock
) -> None:
    log_in = requested(office, folder_id)
    post = Post(away=True)
    outbox.send_due(office, post, "info@example.jp")
    made = all_of(office, OrdererLogIn)[0]
    (mail,) = mails_of(office, "one_time_password")
    assert mail.sealed_secrets is not None, "sealed until it is out"
    post.away = False
    clock.advance(timedelta(minutes=2))
    code = mailed(office, post)
    assert all_of(office, OrdererLogIn)[0].code_hash == made.code_hash
    assert "12:30 まで有効です" in post.text
    assert verify(office, log_in, code) is Ability.DOWNLOAD


def test_a_password_past_its_end_is_erased_with_its_mail(office: Office, folder_id: int, clock: FixedClock) -> None:
    requested(office, folder_id)
    outbox.send_due(office, Post(away=True), "info@example.jp")
    clock.advance(rules.VALID_FOR)
    post = Post()
    outbox.send_due(office, post, "info@example.jp")
    (mail,) = mails_of(office, "one_time_password")
    assert (post.sent, mail.state, mail.sealed_secrets) == ([], MailState.DEAD, None)


def test_a_mail_nobody_waits_for_is_not_sent(office: Office, folder_id: int) -> None:
    requested(office, folder_id)
    with office.database.write() as session:
        session.execute(update(OrdererLogIn).values(mail_id=None))
    assert outbox.send_due(office, Post(), "info@example.jp").dead == 1
