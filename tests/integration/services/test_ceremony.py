"""Two people for what is done to authorities: proposal, confirmation, refusal, record (design §4; issue 6, item 1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from adapters.db.models import AuditEvent, Authority, Ceremony, RevocationList
from adapters.witness import KnownSerial
from domain.access import Actor, Role
from domain.errors import Forbidden, InvalidInput
from domain.pki.ceremony import CeremonyAct
from services import ceremony, revocation_lists
from services.ceremony import KeyFile, Second, Wish
from services.office import Office
from tests.factories.ceremonies import Administrators, split
from tests.factories.codes import code_at
from tests.factories.offices import FixedClock, make_staff, one_person_office
from tests.factories.records import all_of
from tests.integration.services.refusals import expect_refusal

OPERATOR = Actor(kind="system", name="command line (root)")
ROLL_OVER = Wish(act=CeremonyAct.ROLL_OVER, note="鍵の更新の時期")


@pytest.fixture
def two(office: Office) -> Administrators:
    return Administrators.hired(office)


def test_who_proposed_cannot_carry_it_out(office: Office, two: Administrators) -> None:
    number = two.propose(CeremonyAct.ROLL_OVER)
    with expect_refusal("second_person_needed"):
        ceremony.carry_out(office, two.first, number)
    assert len(all_of(office, Authority)) == 2
    ceremony.carry_out(office, two.second, number)
    assert len(all_of(office, Authority)) == 3
    with expect_refusal("not_possible_now"):
        ceremony.carry_out(office, two.second, number)


def test_where_one_person_is_enough_the_same_one_confirms(office: Office, two: Administrators) -> None:
    one_person_office(office)
    ceremony.carry_out(office, two.first, two.propose(CeremonyAct.ROLL_OVER))
    assert len(all_of(office, Authority)) == 3


def test_only_administrators_take_part(office: Office, two: Administrators) -> None:
    reviewer, _ = make_staff(office, Role.REVIEWER)
    number = two.propose(CeremonyAct.ROLL_OVER)
    with pytest.raises(Forbidden):
        ceremony.propose(office, reviewer, ROLL_OVER)
    with pytest.raises(Forbidden):
        ceremony.carry_out(office, reviewer, number)
    with pytest.raises(Forbidden):
        ceremony.refuse(office, reviewer, number, note="だめ")


def test_what_was_so_before_and_after_is_kept_with_who_did_it(office: Office, two: Administrators) -> None:
    revocation_lists.publish_due(office)
    number = two.do(CeremonyAct.ROLL_OVER)
    (row,) = all_of(office, Ceremony)
    assert (row.id, row.proposed_by, row.decided_by) == (number, two.first.staff_id, two.second.staff_id)
    facts = row.facts or {}
    assert [one["id"] for one in facts["before"]] == [1, 2]
    assert [(one["id"], one["key"], one["retired"]) for one in facts["after"]] == [
        (1, "here", False), (2, "here", False), (3, "here", False),
    ]  # fmt: skip
    assert (facts["authority"], facts["before"][0]["crl_number"]) == (3, 1)
    assert facts["version"].startswith("madoguchi ")
    events = [event for event in all_of(office, AuditEvent) if "ceremony" in event.details]
    assert [(event.action, event.actor_id) for event in events] == [
        ("propose_ceremony", two.first.staff_id),
        ("roll_over_authority", two.second.staff_id),
    ]
    assert {one.authority_id for one in all_of(office, RevocationList)} == {1, 2, 3}, "at once"


@pytest.mark.parametrize("sql", ["UPDATE ceremony SET note = 'x'", "DELETE FROM ceremony"])
def test_what_was_decided_is_never_changed(office: Office, two: Administrators, sql: str) -> None:
    two.do(CeremonyAct.ROLL_OVER)
    with pytest.raises(IntegrityError), office.database.write() as session:
        session.execute(text(sql))


def test_a_second_proposal_of_the_same_is_told_of_the_first(office: Office, two: Administrators) -> None:
    number = two.propose(CeremonyAct.NEW_ROOT)
    with expect_refusal("ceremony_proposed_already"):
        ceremony.propose(office, two.second, Wish(act=CeremonyAct.NEW_ROOT, note="もう一度"))
    ceremony.refuse(office, two.first, number, note="時期を改める")
    with expect_refusal("not_possible_now"):
        ceremony.carry_out(office, two.second, number)
    with expect_refusal("not_possible_now"):
        ceremony.refuse(office, two.second, number, note="時期を改める")
    assert [row.state for row in all_of(office, Ceremony)] == ["refused"]
    two.propose(CeremonyAct.NEW_ROOT)


@pytest.mark.parametrize(
    "wish,field",
    [
        (Wish(act=CeremonyAct.ROLL_OVER, note=" "), "note"),
        (Wish(act=CeremonyAct.ROLL_OVER, note="あ" * 1001), "note"),
        (Wish(act=CeremonyAct.RETIRE, note="理由"), "authority_id"),
        (Wish(act=CeremonyAct.ROLL_OVER, note="理由", authority_id=1), "authority_id"),
    ],
)
def test_a_bad_proposal_is_refused_at_its_place(office: Office, two: Administrators, wish: Wish, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ceremony.propose(office, two.first, wish)
    assert refused.value.field == field


def test_a_key_is_split_at_the_machine_only(office: Office, two: Administrators) -> None:
    with expect_refusal("ceremony_at_machine"):
        two.propose(CeremonyAct.KEY_SPLIT, 1)
    with expect_refusal("no_such_ceremony"):
        ceremony.carry_out(office, two.second, 99)


def test_at_the_machine_an_administrators_one_time_code_confirms(office: Office, clock: FixedClock) -> None:
    administrator, secret = make_staff(office, Role.ADMINISTRATOR, email="second@example.jp")
    reviewer, reviewers_secret = make_staff(office, Role.REVIEWER, email="reviewer@example.jp")
    code = code_at(secret, clock())
    with expect_refusal("second_person_needed"):
        ceremony.at_machine(office, OPERATOR, ROLL_OVER)
    for wrong in (
        Second(email="second@example.jp", code="000000"),
        Second(email="second@example.jp", code="correct horse"),
        Second(email="reviewer@example.jp", code=code_at(reviewers_secret, clock())),
        Second(email="nobody@example.jp", code=code),
    ):
        with pytest.raises(InvalidInput, match="identity_not_confirmed"):
            ceremony.at_machine(office, OPERATOR, ROLL_OVER, wrong)
    assert len(all_of(office, Authority)) == 2
    right = Second(email="Second@example.jp", code=code)
    number = ceremony.at_machine(office, OPERATOR, ROLL_OVER, right)
    (row,) = all_of(office, Ceremony)
    assert (row.id, row.proposed_name, row.decided_by) == (number, OPERATOR.name, administrator.staff_id)
    with pytest.raises(InvalidInput, match="identity_not_confirmed"):
        ceremony.at_machine(office, OPERATOR, ROLL_OVER, right)
    assert reviewer.staff_id != administrator.staff_id


def test_a_proposal_on_a_screen_does_not_stop_the_machine(office: Office, two: Administrators) -> None:
    number = two.propose(CeremonyAct.ROLL_OVER)
    one_person_office(office)
    ceremony.at_machine(office, OPERATOR, ROLL_OVER)
    assert [(row.id, row.state) for row in all_of(office, Ceremony)] == [(number, "proposed"), (2, "carried_out")]


def test_splitting_is_on_record_and_changes_nothing(office: Office) -> None:
    one_person_office(office)
    before = [row.sealed_key for row in all_of(office, Authority)]
    wish = Wish(act=CeremonyAct.KEY_SPLIT, note="退避", authority_id=1)
    sealed, sheets = ceremony.split_at_machine(office, OPERATOR, wish)
    assert [row.sealed_key for row in all_of(office, Authority)] == before
    assert [event.action for event in all_of(office, AuditEvent)][-1] == "split_authority_key"
    kept = office.backups.work.rglob("*")
    assert not any(sealed[100:200] in file.read_bytes() for file in kept if file.is_file()), "kept nowhere"
    away = Wish(act=CeremonyAct.KEY_AWAY, note="退避", authority_id=1)
    ceremony.at_machine(office, OPERATOR, away, key_file=KeyFile(sealed=sealed, sheets=sheets[1:]))
    with expect_refusal("authority_key_away"):
        ceremony.split_at_machine(office, OPERATOR, wish)


def test_under_a_clock_that_was_set_back_nothing_is_done(
    office: Office, clock: FixedClock, two: Administrators
) -> None:
    sealed, sheets = split(office)
    two.propose(CeremonyAct.KEY_AWAY, 1)
    clock.advance(timedelta(hours=-3))
    with expect_refusal("clock_behind"):
        two.confirm_open(KeyFile(sealed=sealed, sheets=sheets[:2]))
    assert all_of(office, Authority)[0].sealed_key


def test_with_records_that_were_set_back_nothing_is_done(office: Office, two: Administrators) -> None:
    number = two.propose(CeremonyAct.ROLL_OVER)
    office.witness.note_serials([KnownSerial(2, "f" * 40)], office.clock())
    with expect_refusal("issuing_shut"):
        ceremony.carry_out(office, two.second, number)
    assert len(all_of(office, Authority)) == 2


def test_lists_that_cannot_be_published_do_not_undo_the_act(
    office: Office, two: Administrators, caplog: pytest.LogCaptureFixture
) -> None:
    number = two.propose(CeremonyAct.NEW_ROOT)
    (office.backups.work / ".revoked-3-1.crl.part").mkdir()  # where the list would be written
    ceremony.carry_out(office, two.second, number)
    assert "could not be published after a ceremony" in caplog.text
    assert len(all_of(office, Authority)) == 3
