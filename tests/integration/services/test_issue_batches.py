"""Many certificates in one go: in whose name, whom the rules refuse, and what a pulled plug leaves (S4-146, S4-152)."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from adapters.db.models import Certificate, IssueBatchItem
from adapters.passwords import Passwords
from adapters.pki.signer import LocalSigner
from app import build_office
from domain.access import Actor, Role
from domain.errors import Forbidden
from domain.pki.contents import CertificateContents
from jobs.table import BATCHES
from jobs.worker import Worker
from queries import issue_batches as shown
from services import accounts, audit, issuance, issue_batches, review
from services.office import Office
from services.records import application_by_code
from tests import programs
from tests.factories.applications import Crew, accepted, hire, issued, reviewing
from tests.factories.offices import QUICK, FixedClock, make_config, make_office, make_staff
from tests.factories.records import acts, all_of, certificates, state
from tests.factories.records import mails as sent
from tests.fakes.printer import QuickPrinter
from tests.integration.services.killed import PEPPER
from tests.integration.services.refusals import expect_refusal

ROOT = Path(__file__).resolve().parents[3]


def test_all_are_issued_in_the_name_of_whoever_began(office: Office, crew: Crew) -> None:
    codes = [accepted(office, crew) for _ in range(3)]
    assert [row.code for row in shown.issuable(office, crew.issuer)] == codes
    assert shown.issuable(office, crew.reviewer) == [], "the two-person rule"
    number = issue_batches.start(office, crew.issuer, codes)
    assert shown.issuable(office, crew.issuer) == [], "they wait in the batch"
    Worker(office, None, jobs=BATCHES).run_due()
    assert [state(office, code) for code in codes] == ["issued"] * 3
    assert all("download_url" in sent(office, code) for code in codes)
    assert {row.issued_by for row in all_of(office, Certificate)} == {crew.issuer.staff_id}
    found = shown.batch(office, number)
    assert (found.total, found.issued, found.refused, found.running, found.made_by) == (3, 3, 0, False, "担当 issuer")
    assert shown.recent(office) == [found]
    assert issue_batches.run_due(office) == 0


def test_whom_the_rules_refuse_stops_none_of_the_others_s4_152(office: Office, crew: Crew) -> None:
    both, _ = make_staff(office, Role.REVIEWER, Role.ISSUER)
    own = accepted(office, replace(crew, reviewer=both))
    early, done, good = reviewing(office, crew), issued(office, crew), accepted(office, crew)
    number = issue_batches.start(office, both, [own, early, done, good, good])
    assert issue_batches.run_due(office) == 4
    refused = {row.code: row.refusal for row in shown.refused(office, number)}
    assert refused == {own: "second_person_needed", early: "not_possible_now"}
    assert (state(office, good), shown.batch(office, number).issued) == ("issued", 2)


def test_a_batch_has_the_rights_its_maker_has_now(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    number = issue_batches.start(office, crew.issuer, [code])
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    assert crew.issuer.staff_id is not None
    accounts.disable(office, administrator, crew.issuer.staff_id)
    issue_batches.run_due(office)
    assert [row.refusal for row in shown.refused(office, number)] == ["not_permitted"]
    assert state(office, code) == "accepted"


def test_nothing_too_much_and_what_waits_already_make_no_batch(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    for codes, refusal in (([], "nothing_to_issue"), (["x"] * 501, "batch_too_large"), (["x"], "no_such_application")):
        with expect_refusal(refusal):
            issue_batches.start(office, crew.issuer, codes)
    issue_batches.start(office, crew.issuer, [code])
    with expect_refusal("nothing_to_issue"):
        issue_batches.start(office, crew.issuer, [code])
    nobody = Actor(kind="system", name="", roles=frozenset({Role.ISSUER}))
    with pytest.raises(Forbidden):
        issue_batches.start(office, nobody, [code])


def test_what_has_not_begun_can_be_stopped(office: Office, crew: Crew) -> None:
    codes = [accepted(office, crew) for _ in range(2)]
    number = issue_batches.start(office, crew.issuer, codes)
    assert issue_batches.run_due(office, most=1) == 1
    issue_batches.stop(office, crew.issuer, number)
    assert issue_batches.run_due(office) == 0
    found = shown.batch(office, number)
    assert (found.issued, found.stopped, found.running) == (1, 1, False)
    assert [state(office, code) for code in codes] == ["issued", "accepted"]
    with expect_refusal("no_such_batch"):
        issue_batches.stop(office, crew.issuer, 99)
    with expect_refusal("no_such_batch"):
        shown.batch(office, 99)


def test_a_trouble_of_the_moment_pauses_the_batch_and_says_why(office: Office, crew: Crew, clock: FixedClock) -> None:
    """A clock that is behind refuses every issue: that is no fault of the applications."""
    code = accepted(office, crew)
    number = issue_batches.start(office, crew.issuer, [code])
    right = clock.now
    clock.now = datetime(2026, 11, 1, 3, tzinfo=right.tzinfo)
    assert issue_batches.run_due(office) == 1
    assert (shown.batch(office, number).paused, shown.batch(office, number).running) == ("clock_behind", True)
    clock.now = right + issue_batches.CLAIMED_FOR
    assert issue_batches.run_due(office) == 1
    assert state(office, code) == "issued"


def test_a_full_disk_pauses_it_too(office: Office, crew: Crew, clock: FixedClock) -> None:
    code = accepted(office, crew)
    number = issue_batches.start(office, crew.issuer, [code])

    class Full:
        """A folder that can be read and not be written."""

        def __getattr__(self, name: str) -> object:
            return getattr(office.witness, name)

        def note_serials(self, *_: object) -> None:
            raise OSError(28, "No space left on device")

    full = replace(office, witness=Full())  # type: ignore[arg-type]  # because it has all the rest of the real one
    assert issue_batches.run_due(full) == 1
    assert shown.batch(office, number).paused == "issue_broken_off"
    clock.advance(issue_batches.CLAIMED_FOR + timedelta(seconds=1))
    issue_batches.run_due(office)
    assert state(office, code) == "issued"


def test_progress_is_seen_while_the_list_is_behind(office: Office, crew: Crew) -> None:
    """What was issued by hand, or by a process that died before it said so, counts at once."""
    code = accepted(office, crew)
    number = issue_batches.start(office, crew.issuer, [code])
    issuance.issue(office, crew.issuer, code)
    assert [row.state for row in all_of(office, IssueBatchItem)] == ["waiting"]
    assert (shown.batch(office, number).issued, shown.batch(office, number).running) == (1, False)
    issue_batches.run_due(office)
    assert [row.state for row in all_of(office, IssueBatchItem)] == ["issued"]
    assert acts(office, code).count("issue") == 1


class Watching(LocalSigner):
    """Signs, after somebody has looked at the office."""

    look: Callable[[], object]

    def sign_certificate(self, contents: CertificateContents, public_key_der: bytes, /) -> bytes:
        self.look()
        return super().sign_certificate(contents, public_key_der)


def watched(office: Office, look: Callable[[], object]) -> Office:
    def signer_from(certificate: bytes, key: bytes) -> LocalSigner:
        signer = Watching(certificate, key)
        signer.look = look
        return signer

    return replace(office, signer_from=signer_from)


def test_a_handful_shares_its_two_transactions(office: Office, crew: Crew) -> None:
    codes = [accepted(office, crew) for _ in range(3)]
    issue_batches.start(office, crew.issuer, codes)
    commits: list[object] = []
    event.listen(office.database.writing, "commit", commits.append)
    issue_batches.run_due(office)
    assert [state(office, code) for code in codes] == ["issued"] * 3
    assert len(commits) == 4, "the claim, what is intended, what is issued, and the list"
    noted = {known.serial_number for known in office.witness.serials()}
    assert noted == {row.serial_number for row in all_of(office, Certificate)}
    with office.database.read() as session:
        assert audit.verify(session)[1] is None


def test_one_that_somebody_has_in_hand_waits_and_the_others_of_its_handful_do_not(office: Office, crew: Crew) -> None:
    taken, good = codes = [accepted(office, crew) for _ in range(2)]
    number = issue_batches.start(office, crew.issuer, codes)
    issuance.declare(office, [issuance.Wish(crew.issuer, taken)])
    issue_batches.run_due(office)
    assert [state(office, code) for code in codes] == ["accepted", "issued"]
    assert (shown.batch(office, number).paused, len(certificates(office, taken))) == ("issue_in_progress", 1)


def test_no_more_serial_numbers_are_given_than_are_worked_at(office: Office, crew: Crew) -> None:
    """Else a pulled plug would leave a slice of them behind, each to be revoked (design §5)."""
    codes = [accepted(office, crew) for _ in range(8)]
    issue_batches.start(office, crew.issuer, codes)
    given: list[int] = []

    def look() -> None:
        given.append(sum(row.der is None for row in all_of(office, Certificate)))

    assert issue_batches.run_due(watched(office, look), handful=1) == 8
    assert [state(office, code) for code in codes] == ["issued"] * 8
    assert max(given) <= min(os.cpu_count() or 1, 8) + 2


def test_a_process_that_is_told_to_stop_begins_no_further_handful_and_leaves_the_rest_free(
    office: Office, crew: Crew
) -> None:
    codes = [accepted(office, crew) for _ in range(3)]
    number = issue_batches.start(office, crew.issuer, codes)
    told = iter([False, True])
    assert issue_batches.run_due(office, lambda: next(told), handful=1) == 1
    assert [state(office, code) for code in codes] == ["issued", "accepted", "accepted"], "what it had in hand is whole"
    assert (shown.batch(office, number).paused, issue_batches.run_due(office)) == ("", 2), (
        "for the next process at once"
    )


def test_one_that_is_sent_back_meanwhile_does_not_keep_the_others_of_its_handful(office: Office, crew: Crew) -> None:
    """What is stored must be what was accepted, for each by itself."""
    away, good = codes = [accepted(office, crew) for _ in range(2)]
    number = issue_batches.start(office, crew.issuer, codes)
    once = iter([lambda: review.return_to_review(office, crew.issuer, away, reason="社名に誤記")])
    lock = threading.Lock()

    def send_back() -> None:
        with lock:
            next(once, lambda: None)()

    issue_batches.run_due(watched(office, send_back))
    assert {row.code: row.refusal for row in shown.refused(office, number)} == {away: "issue_broken_off"}
    assert [state(office, code) for code in codes] == ["reviewing", "issued"]
    (given_up,) = certificates(office, away)
    assert (given_up.der, given_up.revoked_at is None) == (None, False)
    assert sent(office, good).count("download_url") == 1
    assert "download_url" not in sent(office, away)


def test_a_fault_nobody_thought_of_keeps_nobody_else(office: Office, crew: Crew) -> None:
    """Before the signature, at it, and afterwards: that one waits, for people to see, and the others are issued."""
    broken, *others = codes = [accepted(office, crew) for _ in range(3)]
    with office.database.write() as session:
        application = application_by_code(session, broken)
        application.answers = application.answers | {"validity_years": "?"}
    number = issue_batches.start(office, crew.issuer, codes)
    issue_batches.run_due(office)
    assert [state(office, code) for code in codes] == ["accepted", "issued", "issued"]
    assert shown.batch(office, number).paused == "issue_broken_off"
    assert certificates(office, broken) == []


def test_neither_does_one_while_signing(office: Office, crew: Crew) -> None:
    codes = [accepted(office, crew) for _ in range(2)]
    issue_batches.start(office, crew.issuer, codes)
    faults, lock = iter([ValueError("?")]), threading.Lock()

    def fail_once() -> None:
        with lock:
            fault = next(faults, None)
        if fault:
            raise fault

    issue_batches.run_due(watched(office, fail_once))
    assert sorted(state(office, code) for code in codes) == ["accepted", "issued"]


def test_nor_does_one_while_storing(office: Office, crew: Crew) -> None:
    codes = [accepted(office, crew) for _ in range(2)]
    issue_batches.start(office, crew.issuer, codes)

    class Box:
        """Fails for the first mail of the handful, and again for that of the first alone."""

        left = 2

        def __getattr__(self, name: str) -> object:
            return getattr(office.secret_box, name)

        def seal(self, plaintext: bytes, *, context: str) -> bytes:
            if context.startswith("outgoing_mail") and self.left:
                self.left -= 1
                raise ValueError("?")
            return office.secret_box.seal(plaintext, context=context)

    mute = replace(office, secret_box=Box())  # type: ignore[arg-type]  # because it has all the rest of the real one
    issue_batches.run_due(mute)
    assert sorted(state(office, code) for code in codes) == ["accepted", "issued"]
    assert sum(row.der is not None for code in codes for row in certificates(office, code)) == 1


def test_a_batch_killed_in_the_middle_is_resumed_and_nobody_gets_two(tmp_path: Path) -> None:
    office = make_office(tmp_path, QuickPrinter())
    crew = hire(office)
    codes = [accepted(office, crew) for _ in range(5)]
    number = issue_batches.start(office, crew.issuer, codes)
    office.database.close()
    died = programs.run(
        [sys.executable, "-m", "tests.integration.services.killed_batch", tmp_path, "3"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    assert died.returncode == -signal.SIGKILL
    clock = FixedClock()
    config = make_config(tmp_path, public_url="https://office.example.jp")
    office = build_office(config, clock=clock, renderer=QuickPrinter(), passwords=Passwords(PEPPER, QUICK))
    assert issue_batches.run_due(office) == 0, "what the dead process had in hand is not free yet"
    clock.advance(issue_batches.CLAIMED_FOR + timedelta(seconds=1))
    issuance.abandon_broken_off(office)
    while issue_batches.run_due(office):
        pass
    assert [state(office, code) for code in codes] == ["issued"] * 5
    assert (shown.batch(office, number).issued, shown.batch(office, number).running) == (5, False)
    for code in codes:
        assert len([row for row in certificates(office, code) if row.der and not row.revoked_at]) == 1
        assert sent(office, code).count("download_url") == 1
    known = {row.serial_number for row in all_of(office, Certificate)}
    assert set((tmp_path / "signed").read_text().split()) <= known
    with office.database.read() as session:
        assert audit.verify(session)[1] is None
    office.database.close()
