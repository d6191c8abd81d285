"""Mails go out at least once, and their secrets stay nowhere (design §10, S4-153, S4-207)."""

from __future__ import annotations

import logging
import threading
from datetime import date, timedelta
from email.message import EmailMessage

import pytest

from adapters.clock import ShiftedClock
from adapters.db.models.outgoing_mail import MailState
from adapters.mail.smtp import SmtpTransport
from domain.access import Actor, Role
from domain.errors import Forbidden, NotFound, RuleViolation
from queries import mails as query
from services import outbox
from services.office import Office
from services.outbox import SendCounts, send_due
from tests.integration.mail.desk import (
    SENDER,
    URL,
    add_staff,
    audited,
    bytes_on_disk,
    mail_of,
    open_office,
    write_to,
)
from tests.integration.mail.mail_server import MailServer, serving
from tests.ports import free_port

TOKEN = URL.split("/")[-2]
LAST_DAY = date(2027, 2, 18)


def staff(*roles: Role, staff_id: int | None = None) -> Actor:
    return Actor(kind="staff", name="受付 花子", staff_id=staff_id, roles=frozenset(roles))


# --- sending and secrets ------------------------------------------------------------------------------


def test_the_url_goes_out_and_is_nowhere_in_the_database(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    mail_id = write_to(office, application_id)
    sealed = mail_of(office, mail_id).sealed_secrets
    assert sealed is not None
    assert sealed in bytes_on_disk(office)
    assert TOKEN.encode() not in bytes_on_disk(office)
    assert send_due(office, transport, SENDER) == SendCounts(sent=1)
    arrived = server.next()
    assert f"\n{URL}\n" in arrived.body
    assert arrived.recipients == ["taro@example.jp"]
    assert arrived.message["From"].addresses[0].addr_spec == SENDER
    mail = mail_of(office, mail_id)
    assert mail.sealed_secrets is None
    assert "\n[[download_url]]\n" in mail.body
    # Not even sealed, neither in the file nor in its log.
    assert sealed not in bytes_on_disk(office)
    assert TOKEN.encode() not in bytes_on_disk(office)


def test_the_office_sees_what_was_sent_when_and_to_whom(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    """S4-207."""
    mail_id = write_to(office, application_id, "review_complete")
    before = query.one(office, mail_id)
    assert (before.state, before.sent_at) == (MailState.WAITING, None)
    send_due(office, transport, SENDER)
    seen = query.one(office, mail_id)
    assert (seen.state, seen.recipient, seen.subject) == ("sent", "taro@example.jp", "審査完了のお知らせ")
    assert seen.sent_at is not None
    assert seen.sent_at >= seen.made_at
    assert seen.body == server.next().body
    assert (seen.application_code, seen.application_name) == ("ABCDEFGHJKLM", "セコム 太郎")


def test_a_sent_mail_is_not_sent_again(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport, clock: ShiftedClock
) -> None:
    write_to(office, application_id)
    send_due(office, transport, SENDER)
    clock.advance(timedelta(days=365))
    assert send_due(office, transport, SENDER) == SendCounts()
    assert len(server.take_all()) == 1


def test_words_that_look_like_a_place_stay_words(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    write_to(office, application_id, "deficiency", values={"text": "[[download_url]] と [[x]]", "last_day": LAST_DAY})
    send_due(office, transport, SENDER)
    assert "\n[[download_url]] と [[x]]\n" in server.next().body


def test_a_secret_is_filled_in_once_even_if_it_names_a_place() -> None:
    assert outbox.fill_places("[[a]] [[b]]", {"a": "[[b]]", "b": "B"}) == "[[b]] B"


def test_mails_go_out_oldest_first_and_no_more_than_asked(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    for text in ("一", "二", "三"):
        write_to(office, application_id, "deficiency", values={"text": text, "last_day": LAST_DAY})
    assert send_due(office, transport, SENDER, limit=2) == SendCounts(sent=2)
    assert ["一\n" in mail.body for mail in server.take_all()] == [True, False]
    assert send_due(office, transport, SENDER, limit=2) == SendCounts(sent=1)
    assert "三\n" in server.next().body


# --- crashes and several workers ----------------------------------------------------------------------


class Crash(BaseException):
    """The process dies; nobody catches that."""


class DiesAfterSending:
    """Hands the mail over, and then the machine loses power before anything can be noted."""

    def __init__(self, real: SmtpTransport) -> None:
        self._real = real

    def send(self, message: EmailMessage) -> None:
        self._real.send(message)
        raise Crash


def test_a_crash_between_sending_and_noting_sends_again_with_the_same_message_id(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport, clock: ShiftedClock
) -> None:
    write_to(office, application_id)
    with pytest.raises(Crash):
        send_due(office, DiesAfterSending(transport), SENDER)
    # While the dead worker's lease lasts, nobody else may touch it.
    assert send_due(office, transport, SENDER) == SendCounts()
    clock.advance(outbox.LEASE)
    assert send_due(office, transport, SENDER) == SendCounts(sent=1)
    first, second = server.take_all()
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert URL in second.body


class SlowTransport:
    """Holds the mail in its hand until it is told to go on."""

    def __init__(self, real: SmtpTransport) -> None:
        self._real = real
        self.holding = threading.Event()
        self.go_on = threading.Event()

    def send(self, message: EmailMessage) -> None:
        self.holding.set()
        assert self.go_on.wait(20)
        self._real.send(message)


def test_no_transaction_is_open_while_a_mail_is_handed_over(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    write_to(office, application_id)
    slow = SlowTransport(transport)
    worker = threading.Thread(target=send_due, args=(office, slow, SENDER))
    worker.start()
    assert slow.holding.wait(20)
    # Writing would wait for the busy timeout and fail if the outbox held the database.
    second = write_to(office, application_id, "review_complete")
    other = open_office(office.database.path, ShiftedClock())
    assert send_due(other, transport, SENDER) == SendCounts(sent=1)
    other.database.close()
    assert mail_of(office, second).state == MailState.SENT
    slow.go_on.set()
    worker.join()
    assert len(server.take_all()) == 2


def test_two_workers_never_send_one_mail_twice(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    count = 30
    for number in range(count):
        write_to(office, application_id, "deficiency", values={"text": f"第{number}号", "last_day": LAST_DAY})
    offices = [open_office(office.database.path, ShiftedClock()) for _ in range(3)]
    start = threading.Barrier(len(offices))
    sent: list[int] = []

    def work(own: Office) -> None:
        start.wait()
        while counts := send_due(own, transport, SENDER, limit=count).sent:
            sent.append(counts)

    threads = [threading.Thread(target=work, args=(own,)) for own in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in offices:
        own.database.close()
    arrived = server.take_all()
    assert len({mail.message["Message-ID"] for mail in arrived}) == len(arrived) == count
    assert sum(sent) == count
    assert query.waiting_and_dead(office).waiting == 0


class SecondWorkerMeanwhile:
    """So slow that the lease runs out and another worker sends the same mail; then it fails itself."""

    def __init__(self, office: Office, real: SmtpTransport, clock: ShiftedClock, down: SmtpTransport) -> None:
        self._office, self._real, self._clock, self._down = office, real, clock, down

    def send(self, message: EmailMessage) -> None:
        self._clock.advance(outbox.LEASE)
        send_due(self._office, self._real, SENDER)
        self._down.send(message)


def test_a_worker_whose_lease_ran_out_spoils_nothing(
    office: Office, application_id: int, transport: SmtpTransport, clock: ShiftedClock
) -> None:
    mail_id = write_to(office, application_id)
    down = SmtpTransport("127.0.0.1", free_port(), tls="none")
    send_due(office, SecondWorkerMeanwhile(office, transport, clock, down), SENDER)
    mail = mail_of(office, mail_id)
    assert (mail.state, mail.last_error) == (MailState.SENT, "")


# --- failures -----------------------------------------------------------------------------------------


def test_a_mail_is_tried_again_later_and_later_until_it_goes(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport, clock: ShiftedClock
) -> None:
    mail_id = write_to(office, application_id)
    server.at_recipient = "450 4.2.0 greylisted"
    waits = []
    for tries in (1, 2, 3):
        before = office.clock()
        assert send_due(office, transport, SENDER) == SendCounts(postponed=1)
        assert send_due(office, transport, SENDER) == SendCounts()
        mail = mail_of(office, mail_id)
        waits.append((mail.due_at - office.clock(), mail.due_at - before))
        assert (mail.state, mail.tries, mail.last_error) == (MailState.WAITING, tries, "450 4.2.0 greylisted")
        clock.advance(timedelta(seconds=30 * 2**tries))
    for seconds, (least, most) in zip((30, 60, 120), waits, strict=True):
        assert timedelta(seconds=seconds * 0.75) <= most
        assert least <= timedelta(seconds=seconds)
    server.at_recipient = "250 OK"
    assert send_due(office, transport, SENDER) == SendCounts(sent=1)
    assert mail_of(office, mail_id).last_error == ""
    assert URL in server.next().body


def test_after_72_hours_a_mail_is_a_dead_letter_that_the_office_sees(
    office: Office, application_id: int, clock: ShiftedClock
) -> None:
    mail_id = write_to(office, application_id)
    down = SmtpTransport("127.0.0.1", free_port(), tls="none")
    made_at = mail_of(office, mail_id).made_at
    tries = 0
    while mail_of(office, mail_id).state == MailState.WAITING:
        clock.advance(max(mail_of(office, mail_id).due_at - office.clock(), timedelta()))
        tries += send_due(office, down, SENDER).tried
        assert tries < 100
    assert timedelta(hours=72) <= office.clock() - made_at < timedelta(hours=72, minutes=1)
    assert tries > 40
    counts = query.waiting_and_dead(office)
    assert (counts.waiting, counts.dead) == (0, 1)
    assert "ConnectionRefusedError" in query.one(office, mail_id).last_error


def test_a_permanent_refusal_is_dead_at_once(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    mail_id = write_to(office, application_id)
    server.at_recipient = "550 5.1.1 no such user"
    assert send_due(office, transport, SENDER) == SendCounts(dead=1)
    assert mail_of(office, mail_id).state == MailState.DEAD
    assert send_due(office, transport, SENDER) == SendCounts()


def test_one_bad_address_does_not_hold_up_the_others(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    bad = write_to(office, application_id, "review_complete")
    with office.database.write() as session:
        session.get_one(type(mail_of(office, bad)), bad).recipient = "nobody"
    write_to(office, application_id, "review_complete")
    assert send_due(office, transport, SENDER) == SendCounts(sent=1, dead=1)
    assert mail_of(office, bad).last_error == "the message cannot be made: ValueError"


def test_a_mail_whose_seal_is_broken_does_not_hold_up_the_others(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    broken = write_to(office, application_id)
    with office.database.write() as session:
        session.get_one(type(mail_of(office, broken)), broken).sealed_secrets = b"broken"
    write_to(office, application_id)
    assert send_due(office, transport, SENDER) == SendCounts(sent=1, postponed=1)
    assert mail_of(office, broken).last_error == "SecretBroken"
    assert len(server.take_all()) == 1


def test_a_server_that_is_down_is_asked_once_a_round(office: Office, application_id: int) -> None:
    for _ in range(5):
        write_to(office, application_id)
    down = SmtpTransport("127.0.0.1", free_port(), tls="none")
    assert send_due(office, down, SENDER) == SendCounts(postponed=1)


def test_a_server_that_was_down_gets_everything_when_it_is_back(
    office: Office, application_id: int, clock: ShiftedClock
) -> None:
    for _ in range(3):
        write_to(office, application_id)
    port = free_port()
    transport = SmtpTransport("127.0.0.1", port, tls="none")
    for _ in range(3):
        send_due(office, transport, SENDER)
    clock.advance(timedelta(minutes=5))
    with serving(MailServer(port=port)) as server:
        assert send_due(office, transport, SENDER) == SendCounts(sent=3)
        assert len(server.take_all()) == 3


@pytest.mark.parametrize("broken_off", ["RCPT", "DATA"])
def test_a_server_that_dies_on_the_way_costs_no_mail(
    office: Office, application_id: int, server: MailServer, clock: ShiftedClock, broken_off: str
) -> None:
    transport = SmtpTransport("127.0.0.1", server.port, tls="none")
    write_to(office, application_id)
    server.break_off = broken_off
    assert send_due(office, transport, SENDER) == SendCounts(postponed=1)
    server.break_off = ""
    clock.advance(timedelta(minutes=1))
    assert send_due(office, transport, SENDER) == SendCounts(sent=1)
    assert URL in server.next().body


@pytest.mark.parametrize(
    "words",
    [
        f"554 5.7.1 blocked: {URL}",
        f"554 5.7.1 blocked: {URL.upper()}",
        f"554 5.7.1 blocked: <{TOKEN}>",
        f"554 5.7.1 blocked: {URL[:70]}",
    ],
)
def test_a_filter_that_quotes_the_url_does_not_make_us_keep_it(
    office: Office, application_id: int, server: MailServer, caplog: pytest.LogCaptureFixture, words: str
) -> None:
    transport = SmtpTransport("127.0.0.1", server.port, tls="none")
    caplog.set_level(logging.DEBUG)
    mail_id = write_to(office, application_id)
    server.at_message = words
    assert send_due(office, transport, SENDER) == SendCounts(dead=1)
    reason = mail_of(office, mail_id).last_error
    assert reason.startswith("554 5.7.1 blocked: ")
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("services"))
    assert "554 5.7.1 blocked" in ours
    for told in (reason, ours):
        assert TOKEN[:16].lower() not in told.lower()


def test_a_server_that_talks_much_is_cut_short() -> None:
    assert outbox.showable("550 no\r\n" + "so sorry " * 100, {}) == ("550 no " + "so sorry " * 100)[:300]


# --- sending off again --------------------------------------------------------------------------------


def test_a_dead_letter_can_be_sent_off_again(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport, clock: ShiftedClock
) -> None:
    mail_id = write_to(office, application_id)
    server.at_recipient = "550 5.1.1 mailbox full"
    send_due(office, transport, SENDER)
    clock.advance(timedelta(days=4))
    server.at_recipient = "450 4.2.0 greylisted"
    outbox.retry(office, staff(Role.REVIEWER, staff_id=add_staff(office)), mail_id)
    # Older than 72 hours, and greylisted at its first try: not dead again at once.
    assert send_due(office, transport, SENDER) == SendCounts(postponed=1)
    server.at_recipient = "250 OK"
    clock.advance(timedelta(minutes=1))
    assert send_due(office, transport, SENDER) == SendCounts(sent=1)
    assert URL in server.next().body
    (event,) = audited(office)
    assert (event.action, event.subject) == ("retry_mail", "application:ABCDEFGHJKLM")
    assert event.details == {"mail": mail_id, "kind": "download_url", "before": "dead"}


def test_a_waiting_mail_can_be_tried_at_once(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    mail_id = write_to(office, application_id)
    server.at_recipient = "450 4.2.0 greylisted"
    send_due(office, transport, SENDER)
    server.at_recipient = "250 OK"
    outbox.retry(office, staff(Role.ADMINISTRATOR), mail_id)
    assert send_due(office, transport, SENDER) == SendCounts(sent=1)


def test_a_sent_mail_cannot_be_sent_off_again(office: Office, application_id: int, transport: SmtpTransport) -> None:
    mail_id = write_to(office, application_id)
    send_due(office, transport, SENDER)
    with pytest.raises(RuleViolation, match="mail_already_sent"):
        outbox.retry(office, staff(Role.REVIEWER), mail_id)


def test_a_mail_about_no_application_is_audited_by_its_number(office: Office, application_id: int) -> None:
    mail_id = write_to(office, application_id)
    with office.database.write() as session:
        session.get_one(type(mail_of(office, mail_id)), mail_id).application_id = None
    outbox.retry(office, staff(Role.ADMINISTRATOR), mail_id)
    assert audited(office)[0].subject == f"mail:{mail_id}"
    assert query.one(office, mail_id).application_code is None


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.RECEPTION, Role.ISSUER, Role.DISPATCHER])
def test_who_only_reads_mails_cannot_send_them_off(office: Office, application_id: int, role: Role) -> None:
    mail_id = write_to(office, application_id)
    with pytest.raises(Forbidden):
        outbox.retry(office, staff(role), mail_id)


def test_there_must_be_such_a_mail(office: Office) -> None:
    with pytest.raises(NotFound, match="no_such_mail"):
        outbox.retry(office, staff(Role.REVIEWER), 1)
    with pytest.raises(NotFound, match="no_such_mail"):
        query.one(office, 1)


# --- the office's list --------------------------------------------------------------------------------


def test_the_list_is_paged_newest_first_and_filtered(
    office: Office, application_id: int, server: MailServer, transport: SmtpTransport
) -> None:
    made = [write_to(office, application_id, "review_complete") for _ in range(5)]
    send_due(office, transport, SENDER, limit=2)
    first = query.page(office, limit=3)
    assert [row.id for row in first] == made[:1:-1]
    assert [row.id for row in query.page(office, before_id=first[-1].id, limit=3)] == made[1::-1]
    assert [row.id for row in query.page(office, state=MailState.SENT)] == made[1::-1]
    assert len(query.page(office, application_id=application_id)) == 5
    assert query.page(office, application_id=application_id + 1) == []
    counts = query.waiting_and_dead(office)
    assert (counts.waiting, counts.dead) == (3, 0)
    assert counts.oldest_waiting == mail_of(office, made[2]).made_at
