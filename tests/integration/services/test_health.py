"""What the looks at the office's health see (issue 6, item 6: `check`, `/healthz`, `/metrics`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.db.models import AuditEvent, Authority
from adapters.pki.chain import BrokenChain, until_when
from adapters.secrets import MasterKeySecretBox
from commands.check import WORDS
from domain.access import SYSTEM, Role
from domain.errors import Forbidden
from jobs.worker import Worker
from queries import health
from queries.health import Finding, Grade
from services import backups, issuance, revocation_lists, timekeeping
from services.office import Office
from tests.factories.applications import Crew, accepted, confirmed, issued
from tests.factories.offices import FixedClock, make_staff
from tests.factories.records import all_of
from tests.integration.services.refusals import expect_refusal


def at_work(office: Office) -> None:
    """The worker has done its rounds."""
    Worker(office, None).run_due()


def found(findings: list[Finding], code: str) -> list[tuple[Grade, str]]:
    return [(one.grade, one.case) for one in findings if one.code == code]


def test_an_office_at_work_is_well(office: Office) -> None:
    at_work(office)
    findings = health.thorough(office)
    assert {(one.code, one.case) for one in findings if one.grade is not Grade.GOOD} <= {("disk", "little")}
    assert {one.code for one in findings} == {code for code, _case in WORDS}, "every look is taken, and has words"


def test_what_a_new_office_lacks_is_no_fault(office: Office) -> None:
    findings = health.quick(office)
    assert found(findings, "backup") == [(Grade.WARNING, "none")]
    assert found(findings, "worker") == [(Grade.WARNING, "away")]
    assert found(findings, "crl") == [(Grade.WARNING, "none")] * 2
    assert found(findings, "ocsp") == [(Grade.WARNING, "none")]
    assert found(health.thorough(office), "restorable") == [(Grade.WARNING, "none")]
    assert health.worst(findings) is Grade.WARNING
    assert health.worst([]) is Grade.GOOD


@pytest.mark.parametrize("after, grade, case", [(1, 0, "fresh"), (2, 1, "old"), (8, 2, "expired")])
def test_a_list_grows_old_and_expires(office: Office, clock: FixedClock, after: int, grade: int, case: str) -> None:
    revocation_lists.publish_due(office)
    clock.advance(timedelta(days=after))
    assert found(health.quick(office), "crl") == [(Grade(grade), case)] * 2


def test_a_worker_a_backup_and_mails_that_stand_still(office: Office, clock: FixedClock, crew: Crew) -> None:
    at_work(office)
    issued(office, crew)
    clock.advance(timedelta(days=6))
    findings = health.quick(office)
    assert found(findings, "worker") == [(Grade.WARNING, "away")]
    assert found(findings, "backup") == [(Grade.WARNING, "old")]
    assert found(findings, "ocsp") == [(Grade.WARNING, "ending")]
    assert found(findings, "mail") == [(Grade.WARNING, "stuck")]
    with office.database.write() as session:
        session.execute(text("UPDATE outgoing_mail SET state = 'dead'"))
    assert found(health.quick(office), "mail") == [(Grade.WARNING, "dead")]


@pytest.mark.parametrize(
    "left, grade, case", [(99_999_999, 2, "full"), (999_999_999, 1, "little"), (10**9, 0, "enough")]
)
def test_how_much_room_is_enough(left: int, grade: int, case: str) -> None:
    one = health.room_for("data", left)
    assert (one.grade, one.case) == (Grade(grade), case)


def test_a_damaged_backup_is_bad(office: Office) -> None:
    made = backups.make(office)
    made.whole.write_bytes(made.whole.read_bytes()[:-1])
    assert found(health.thorough(office), "restorable") == [(Grade.BAD, "broken")]


def test_a_damaged_database_and_a_broken_trail_are_bad(office: Office) -> None:
    confirmed(office)
    with office.database.write() as session:
        session.execute(text("DROP TRIGGER audit_event_keeps"))
        session.execute(text("UPDATE audit_event SET actor_name = 'nobody' WHERE seq = 1"))
    connection = office.database.writing.raw_connection()
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("DELETE FROM programme_edition")
    cursor.execute("PRAGMA foreign_keys=ON")
    connection.close()
    findings = health.thorough(office)
    assert found(findings, "pages") == [(Grade.BAD, "damaged")]
    assert found(findings, "trail") == [(Grade.BAD, "broken")]


def test_another_master_key_is_bad(office: Office) -> None:
    other = replace(office, secret_box=MasterKeySecretBox(bytes(32)))
    assert found(health.thorough(other), "key") == [(Grade.BAD, "wrong")]


def test_two_hours_back_nothing_is_signed_and_everything_else_goes_on(
    office: Office, clock: FixedClock, crew: Crew
) -> None:
    code = accepted(office, crew)
    revocation_lists.publish_due(office)
    clock.advance(timedelta(hours=-2))
    with expect_refusal("clock_behind"):
        issuance.issue(office, crew.issuer, code)
    with expect_refusal("clock_behind"):
        revocation_lists.publish(office, 2)
    assert revocation_lists.publish_due(office) == []
    assert health.signing_stopped(office) == "clock_behind"
    assert found(health.quick(office), "clock") == [(Grade.BAD, "behind")]
    assert confirmed(office), "work that signs nothing goes on"
    clock.advance(timedelta(hours=2))
    assert health.signing_stopped(office) == ""
    issuance.issue(office, crew.issuer, code)


def test_a_clock_that_was_ahead_for_a_while_is_accepted_by_a_person(
    office: Office, clock: FixedClock, crew: Crew
) -> None:
    """A year ahead by mistake: without this the office would have to wait for a year."""
    code = accepted(office, crew)
    clock.advance(timedelta(days=365))
    confirmed(office)
    clock.advance(timedelta(days=-365))
    with expect_refusal("clock_behind"):
        issuance.issue(office, crew.issuer, code)
    with pytest.raises(Forbidden):
        timekeeping.accept_clock(office, crew.issuer, "I am in a hurry")
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    with expect_refusal("required", "reason"):
        timekeeping.accept_clock(office, administrator, " ")
    timekeeping.accept_clock(office, administrator, "NTPの設定を誤っていた")
    issuance.issue(office, crew.issuer, code)
    (event,) = [event for event in all_of(office, AuditEvent) if event.action == "accept_clock"]
    assert event.details["before"] is not None
    timekeeping.accept_clock(office, SYSTEM, "from the command line")


def test_clocks_of_two_processes_may_differ_a_little(office: Office, clock: FixedClock, crew: Crew) -> None:
    clock.advance(timedelta(hours=1))
    code = accepted(office, crew)
    clock.advance(timedelta(minutes=-4))
    issuance.issue(office, crew.issuer, code)
    assert health.signing_stopped(office) == ""


def test_a_chain_that_ends_or_does_not_hold_is_seen(office: Office, clock: FixedClock) -> None:
    assert found(health.quick(office), "chain") == [(Grade.GOOD, "whole")]
    clock.advance(timedelta(days=365 * 9 + 5))
    assert found(health.quick(office), "chain") == [(Grade.WARNING, "ending")]
    clock.advance(timedelta(days=365))
    assert found(health.quick(office), "chain") == [(Grade.BAD, "broken")], "expired"
    clock.advance(timedelta(days=-365 * 10))
    root, issuing = (one.certificate for one in all_of(office, Authority))
    for bad in ([root, issuing], [issuing, issuing]):
        with pytest.raises(BrokenChain):
            until_when(bad, clock())


def test_a_key_that_is_away_and_one_that_does_not_open_are_bad(office: Office) -> None:
    other = replace(office, secret_box=MasterKeySecretBox(bytes(32)))
    assert found(health.quick(other), "authority") == [(Grade.BAD, "authority_key_unopened")]
    with office.database.write() as session:
        session.execute(text("UPDATE authority SET sealed_key = NULL WHERE id = 2"))
    assert found(health.quick(office), "authority") == [(Grade.BAD, "authority_key_away")]


def test_every_page_was_looked_at_with_the_newest_backup(office: Office, clock: FixedClock) -> None:
    assert found(health.quick(office), "pages") == [(Grade.WARNING, "unknown")]
    backups.make(office)
    assert found(health.quick(office), "pages") == [(Grade.GOOD, "whole_at")]
    clock.advance(timedelta(days=3))
    assert found(health.quick(office), "pages") == [(Grade.WARNING, "unknown")]
