"""The worker does what is due, whatever breaks (design §10)."""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.clock import ShiftedClock
from adapters.db.models import RevocationList, WebSession
from adapters.mail.smtp import SmtpTransport
from domain.errors import RuleViolation
from jobs.job import Job
from jobs.run import run_until_signal
from jobs.table import JOBS, MAILS_A_ROUND, always
from jobs.worker import Worker
from queries.mails import waiting_and_dead
from services import authorities, web_sessions
from services.office import Office
from tests.integration.mail.desk import SENDER, add_application, open_office, write_to
from tests.integration.mail.mail_server import MailServer

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PATIENCE = 20


class Counter:
    """A job that tells when it ran."""

    def __init__(self) -> None:
        self.runs = 0
        self.ran = threading.Event()

    def __call__(self, _office: Office) -> None:
        self.runs += 1
        self.ran.set()


def fails(_office: Office) -> None:
    raise RuleViolation("broken", pin="ABCD-EFGH")


def fails_in_the_database(office: Office) -> None:
    with office.database.write() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:pin)"), {"pin": "ABCD-EFGH"})


@pytest.mark.parametrize("broken", [fails, fails_in_the_database])
@pytest.mark.parametrize("leased", [True, False])
def test_a_fault_of_one_job_does_not_keep_the_others_and_tells_no_secret(
    office: Office, clock: ShiftedClock, caplog: pytest.LogCaptureFixture, broken: object, leased: bool
) -> None:
    before, after = Counter(), Counter()
    worker = Worker(
        office,
        None,
        jobs=[
            Job("before", MINUTE, before),
            Job("broken", MINUTE, broken, leased),  # type: ignore[arg-type]  # because both are jobs
            Job("after", MINUTE, after),
        ],
    )
    worker.run_due()
    clock.advance(MINUTE + timedelta(seconds=1))
    worker.run_due()
    assert (before.runs, after.runs) == (2, 2)
    logged = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(logged) == 2
    assert all(words.startswith("job broken failed: ") for words in logged)
    assert "ABCD-EFGH" not in caplog.text


def test_the_thread_lives_through_faults(office: Office) -> None:
    after = Counter()
    worker = Worker(office, None, jobs=[Job("broken", MINUTE, fails), Job("after", MINUTE, after)])
    worker.start()
    assert after.ran.wait(PATIENCE)
    assert worker.alive
    worker.stop()
    assert not worker.alive


def test_a_job_runs_when_its_time_has_come_and_not_before(office: Office, clock: ShiftedClock) -> None:
    count = Counter()
    worker = Worker(office, None, jobs=[Job("count", MINUTE, count)])
    for seconds, runs in ((0, 1), (0, 1), (30, 1), (31, 2), (0, 2), (3600, 3)):
        clock.advance(timedelta(seconds=seconds))
        worker.run_due()
        assert count.runs == runs


def test_a_clock_that_was_set_back_stops_no_job(office: Office, clock: ShiftedClock) -> None:
    count = Counter()
    worker = Worker(office, None, jobs=[Job("count", MINUTE, count)])
    clock.advance(timedelta(days=45))
    worker.run_due()
    clock.advance(timedelta(days=-45))
    worker.run_due()
    assert count.runs == 2


def test_two_processes_share_a_job(office: Office, clock: ShiftedClock) -> None:
    count, second_count = Counter(), Counter()
    other = open_office(office.database.path, clock)
    first = Worker(office, None, jobs=[Job("count", MINUTE, count)])
    second = Worker(other, None, jobs=[Job("count", MINUTE, second_count)])
    for _ in range(3):
        first.run_due()
        second.run_due()
        clock.advance(MINUTE + timedelta(seconds=1))
    # Now the first process is gone.
    second.run_due()
    other.database.close()
    assert (count.runs, second_count.runs) == (3, 1)


def test_while_one_process_is_at_a_job_the_other_does_not_start_it(office: Office) -> None:
    started, go_on, twice = threading.Event(), threading.Event(), Counter()

    def slow(_office: Office) -> None:
        started.set()
        assert go_on.wait(PATIENCE)

    first = Worker(office, None, jobs=[Job("count", timedelta(), slow)])
    first.start()
    assert started.wait(PATIENCE)
    other = open_office(office.database.path, ShiftedClock())
    second = Worker(other, None, jobs=[Job("count", timedelta(), twice)])
    second.run_due()
    assert twice.runs == 0
    go_on.set()
    first.stop()
    second.run_due()
    other.database.close()
    assert twice.runs == 1


# --- the thread ---------------------------------------------------------------------------------------


def test_stopping_does_not_wait_for_the_next_look_at_the_clock(office: Office) -> None:
    count = Counter()
    worker = Worker(office, None, jobs=[Job("count", MINUTE, count)], tick=HOUR)
    worker.start()
    assert count.ran.wait(PATIENCE)
    worker.stop()
    assert not worker.alive
    worker.stop()


def test_stopping_a_worker_that_never_started_is_no_fault(office: Office) -> None:
    worker = Worker(office, None)
    worker.stop()
    assert not worker.alive


def test_after_stop_no_further_job_begins(office: Office) -> None:
    started, go_on, after = threading.Event(), threading.Event(), Counter()

    def slow(_office: Office) -> None:
        started.set()
        assert go_on.wait(PATIENCE)

    worker = Worker(office, None, jobs=[Job("slow", MINUTE, slow), Job("after", MINUTE, after)])
    worker.start()
    assert started.wait(PATIENCE)
    stopping = threading.Thread(target=worker.stop)
    stopping.start()
    # stop() waits for the job in hand; let it get there by what it sets first.
    assert worker.stopping.wait(PATIENCE)
    go_on.set()
    stopping.join()
    assert after.runs == 0


def test_a_job_that_takes_minutes_hears_of_the_stop(office: Office) -> None:
    started, heard = threading.Event(), threading.Event()

    def long(_office: Office, stopping: Callable[[], bool]) -> None:
        started.set()
        assert worker.stopping.wait(PATIENCE)
        assert stopping()
        heard.set()

    worker = Worker(office, None, jobs=[Job("long", MINUTE, long, leased=False, stoppable=True)])
    worker.start()
    assert started.wait(PATIENCE)
    worker.stop()
    assert heard.is_set()


def test_a_signal_ends_the_process_of_the_worker(office: Office) -> None:
    before = signal.getsignal(signal.SIGTERM)
    worker = Worker(office, None, jobs=[Job("signal", MINUTE, lambda _office: os.kill(os.getpid(), signal.SIGTERM))])
    run_until_signal(worker)
    assert not worker.alive
    assert signal.getsignal(signal.SIGTERM) == before


# --- mails --------------------------------------------------------------------------------------------


def test_a_poke_sends_at_once(office: Office, server: MailServer) -> None:
    ready: queue.SimpleQueue[int] = queue.SimpleQueue()
    transport = SmtpTransport("127.0.0.1", server.port, tls="none")
    jobs = [Job("ready", MINUTE, lambda _office: ready.put(1), leased=False)]
    worker = Worker(office, always(transport, SENDER), jobs=jobs, tick=HOUR)
    worker.start()
    # The round in which the outbox was empty is over.
    ready.get(timeout=PATIENCE)
    write_to(office, add_application(office), "review_complete")
    worker.poke()
    assert server.next().recipients == ["taro@example.jp"]
    worker.stop()


def test_a_full_outbox_empties_without_pauses(office: Office, server: MailServer) -> None:
    application_id = add_application(office)
    for _ in range(2 * MAILS_A_ROUND + 1):
        write_to(office, application_id, "review_complete")
    worker = Worker(office, always(SmtpTransport("127.0.0.1", server.port, tls="none"), SENDER), jobs=[], tick=HOUR)
    worker.start()
    arrived = [server.next() for _ in range(2 * MAILS_A_ROUND + 1)]
    worker.stop()
    assert len({mail.message["Message-ID"] for mail in arrived}) == 2 * MAILS_A_ROUND + 1


def test_without_a_mail_server_mails_wait_for_the_office_to_see(office: Office) -> None:
    write_to(office, add_application(office), "review_complete")
    Worker(office, None, jobs=[]).run_due()
    assert waiting_and_dead(office).waiting == 1


# --- the office's own jobs ----------------------------------------------------------------------------


def test_every_job_has_a_name_of_its_own_and_comes_round_in_time() -> None:
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)
    assert all(MINUTE <= job.every <= timedelta(minutes=10) for job in JOBS)


def test_the_offices_jobs_run_in_a_new_office(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """Lists are published, sessions forgotten; nothing fails where there is nothing to do."""
    authorities.establish(office, key="p-384")
    web_sessions.save(office, "token", {}, staff_id=None)
    assert isinstance(office.clock, ShiftedClock)
    office.clock.advance(2 * HOUR)
    Worker(office, None).run_due()
    with office.database.read() as session:
        assert session.query(RevocationList).count() == 2
        assert session.query(WebSession).count() == 0
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
