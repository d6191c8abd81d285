"""Of several processes only one does a recurring job at a time (design §10)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from adapters.clock import ShiftedClock
from adapters.db.models import Lease
from jobs import lease
from jobs.job import Job
from services.office import Office
from tests.integration.mail.desk import open_office

JOB = Job("counting", timedelta(minutes=1), lambda _office: None)


def test_while_one_holds_a_job_the_other_has_to_wait(office: Office) -> None:
    assert lease.claim(office, JOB, "first")
    assert not lease.claim(office, JOB, "second")
    until = lease.not_before(office, JOB)
    assert until is not None
    assert until > office.clock()


def test_what_one_has_done_the_other_does_not_do_again_before_its_time(office: Office, clock: ShiftedClock) -> None:
    lease.claim(office, JOB, "first")
    lease.done(office, JOB, "first")
    assert not lease.claim(office, JOB, "second")
    clock.advance(timedelta(seconds=61))
    assert lease.not_before(office, JOB) is None
    assert lease.claim(office, JOB, "second")


def test_a_dead_holders_lease_ends(office: Office, clock: ShiftedClock) -> None:
    lease.claim(office, JOB, "dead")
    clock.advance(lease.HELD_FOR - timedelta(seconds=10))
    assert not lease.claim(office, JOB, "second")
    clock.advance(timedelta(seconds=10))
    assert lease.claim(office, JOB, "second")


def test_who_lost_the_lease_does_not_give_it_away(office: Office, clock: ShiftedClock) -> None:
    lease.claim(office, JOB, "slow")
    clock.advance(lease.HELD_FOR)
    lease.claim(office, JOB, "second")
    lease.done(office, JOB, "slow")
    lease.failed(office, JOB, "slow")
    with office.database.read() as session:
        held = session.get_one(Lease, JOB.name)
    assert (held.holder, held.last_done_at) == ("second", None)
    assert not lease.claim(office, JOB, "third")


def test_a_failed_job_waits_for_its_next_time(office: Office, clock: ShiftedClock) -> None:
    lease.claim(office, JOB, "first")
    lease.failed(office, JOB, "first")
    assert not lease.claim(office, JOB, "second")
    clock.advance(timedelta(seconds=61))
    assert lease.claim(office, JOB, "second")


@pytest.mark.parametrize("left", ["held", "done", "failed"])
def test_a_clock_that_was_set_back_stops_no_job(office: Office, clock: ShiftedClock, left: str) -> None:
    """The demo's clock is turned ahead, and stands right again after a restart."""
    clock.advance(timedelta(days=45))
    lease.claim(office, JOB, "first")
    if left != "held":
        getattr(lease, left)(office, JOB, "first")
    clock.advance(timedelta(days=-45))
    assert lease.not_before(office, JOB) is None
    assert lease.claim(office, JOB, "second")


@pytest.mark.parametrize("left", ["held", "done"])
def test_a_clock_a_little_behind_does_not_do_the_job_twice(office: Office, left: str) -> None:
    """A process that read its clock and then waited for the lock, or another machine."""
    lease.claim(office, JOB, "first")
    if left == "done":
        lease.done(office, JOB, "first")
    behind = open_office(office.database.path, ShiftedClock(timedelta(seconds=-30)))
    assert lease.not_before(behind, JOB) is not None
    assert not lease.claim(behind, JOB, "second")
    behind.database.close()


def test_of_many_that_claim_at_once_one_gets_it(office: Office) -> None:
    offices = [open_office(office.database.path, ShiftedClock()) for _ in range(4)]
    start = threading.Barrier(len(offices))
    got: list[bool] = []

    def claim(own: Office, holder: str) -> None:
        start.wait()
        got.append(lease.claim(own, JOB, holder))

    threads = [threading.Thread(target=claim, args=(own, f"process {number}")) for number, own in enumerate(offices)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in offices:
        own.database.close()
    assert sorted(got) == [False, False, False, True]
