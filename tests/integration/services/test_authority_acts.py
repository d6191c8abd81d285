"""A successor, the overlap, retirement, and a root whose key is away (issue 6, item 1; design §5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from sqlalchemy import delete

from adapters import key_shares
from adapters.db.models import AuditEvent, Authority, Ceremony
from adapters.randomness import SystemRandomness
from domain.access import Role
from domain.pki.ceremony import CeremonyAct
from services import authorities, ceremony, ocsp_signers, revocation_lists
from services.ceremony import KeyFile, Wish
from services.office import Office
from tests.factories.applications import Crew, issued
from tests.factories.ceremonies import Administrators, split
from tests.factories.offices import FixedClock, make_staff, one_person_office
from tests.factories.records import all_of, certificates
from tests.integration.services.refusals import expect_refusal


@pytest.fixture
def two(office: Office) -> Administrators:
    return Administrators.hired(office)


def test_the_successor_issues_and_the_one_before_goes_on_answering(
    office: Office, clock: FixedClock, crew: Crew, two: Administrators
) -> None:
    before = certificates(office, issued(office, crew))[0]
    clock.advance(timedelta(days=1))
    two.do(CeremonyAct.ROLL_OVER)
    after = certificates(office, issued(office, crew))[0]
    assert (before.authority_id, after.authority_id) == (2, 3)
    root, _, second = (x509.load_der_x509_certificate(row.certificate) for row in all_of(office, Authority))
    second.verify_directly_issued_by(root)
    x509.load_der_x509_certificate(after.der or b"").verify_directly_issued_by(second)
    clock.advance(timedelta(days=4))
    assert set(revocation_lists.publish_due(office)) == {1, 2, 3}
    assert set(ocsp_signers.renew_due(office)) == {2, 3}
    two.do(CeremonyAct.RETIRE, 2)
    clock.advance(timedelta(days=1))
    assert 2 in revocation_lists.publish_due(office), "its certificates still live"
    with expect_refusal("no_authority"):
        two.do(CeremonyAct.RETIRE, 2)
    with expect_refusal("last_authority"):
        two.do(CeremonyAct.RETIRE, 3)
    assert [event.action for event in all_of(office, AuditEvent) if event.subject == "authority:3"] == [
        "roll_over_authority"
    ]


def test_a_new_root_issues_nothing_until_an_issuing_ca_is_made_below_it(
    office: Office, crew: Crew, two: Administrators
) -> None:
    two.do(CeremonyAct.NEW_ROOT)
    assert certificates(office, issued(office, crew))[0].authority_id == 2, "nobody trusts the new root yet"
    assert len(x509.load_der_x509_crl(revocation_lists.current(office, 3))) == 0, "its list is there at once"
    two.do(CeremonyAct.ROLL_OVER)
    old, _, new, below = (x509.load_der_x509_certificate(row.certificate) for row in all_of(office, Authority))
    new.verify_directly_issued_by(new)
    below.verify_directly_issued_by(new)
    assert new.subject != old.subject, "two roots of one name could not be told apart"
    assert certificates(office, issued(office, crew))[0].authority_id == 4
    for act in (CeremonyAct.KEY_AWAY, CeremonyAct.KEY_BACK):
        with expect_refusal("no_authority"):
            two.do(act, 2, KeyFile(sealed=b"", sheets=[]))


def test_the_roots_key_leaves_and_comes_back_by_any_two_of_three(
    office: Office, clock: FixedClock, two: Administrators
) -> None:
    sealed, sheets = split(office)
    assert (len(sheets), len(sheets[0].split())) == (3, 33)
    with expect_refusal("sheets_do_not_fit", "secret_sheet_1"):
        two.do(CeremonyAct.KEY_AWAY, 1, KeyFile(sealed=sealed, sheets=sheets[:1]))
    assert all_of(office, Authority)[0].sealed_key, "it stays until two sheets have opened the file"
    key = office.secret_box.open(all_of(office, Authority)[0].sealed_key or b"", context=authorities.key_context(1))
    two.confirm_open(KeyFile(sealed=sealed, sheets=sheets[:2]))
    assert all_of(office, Authority)[0].sealed_key is None
    assert not any(key in file.read_bytes() for file in office.backups.work.rglob("*") if file.is_file())
    with expect_refusal("authority_key_away"):
        two.do(CeremonyAct.ROLL_OVER)
    clock.advance(timedelta(days=300))
    ends = x509.load_der_x509_crl(revocation_lists.current(office, 1)).next_update_utc
    assert ends is not None
    assert ends > clock()
    with expect_refusal("authority_key_away"):
        two.do(CeremonyAct.KEY_AWAY, 1, KeyFile(sealed=sealed, sheets=sheets[:2]))
    # As a person types them from paper.
    two.do(CeremonyAct.KEY_BACK, 1, KeyFile(sealed=sealed, sheets=[sheets[1].upper(), "\n".join(sheets[2].split())]))
    two.do(CeremonyAct.ROLL_OVER)
    assert [row.id for row in all_of(office, Authority)] == [1, 2, 3]
    with expect_refusal("authority_key_here"):
        two.do(CeremonyAct.KEY_BACK, 1, KeyFile(sealed=sealed, sheets=sheets[:2]))


def test_sheets_of_another_key_do_not_open_it(office: Office, two: Administrators) -> None:
    sealed, sheets = split(office)
    _, other_sheets = split(office)
    with expect_refusal("key_file_not_opened", "key_file"):
        two.do(CeremonyAct.KEY_AWAY, 1, KeyFile(sealed=sealed, sheets=other_sheets[:2]))
    for wrong in ([sheets[0], other_sheets[1]], [sheets[0], sheets[0]], [sheets[0], "あ"], [sheets[0], ""]):
        with expect_refusal("sheets_do_not_fit", "secret_sheet_1"):
            two.confirm_open(KeyFile(sealed=sealed, sheets=wrong))
    for damaged in (b"", b"not an age file", sealed[:200], sealed[::-1]):
        with expect_refusal("key_file_not_opened", "key_file"):
            two.confirm_open(KeyFile(sealed=damaged, sheets=sheets[:2]))
    with expect_refusal("required", "key_file"):
        two.confirm_open(None)
    assert all_of(office, Authority)[0].sealed_key


def test_a_file_that_holds_the_key_of_another_authority_is_not_taken_for_the_roots(
    office: Office, two: Administrators
) -> None:
    """Sheets and file fit together here; what they open does not fit the root."""
    issuing = all_of(office, Authority)[1]
    key = office.secret_box.open(issuing.sealed_key or b"", context=authorities.key_context(issuing.id))
    sealed, sheets = key_shares.split(key, office.randomness.octets(key_shares.SECRET))
    with expect_refusal("key_file_of_another", "key_file"):
        two.do(CeremonyAct.KEY_AWAY, 1, KeyFile(sealed=sealed, sheets=sheets[:2]))
    with office.database.write() as session:
        session.get_one(Authority, 1).sealed_key = None
    with expect_refusal("key_file_of_another", "key_file"):
        two.do(CeremonyAct.KEY_BACK, 1, KeyFile(sealed=sealed, sheets=sheets[:2]))
    assert all_of(office, Authority)[0].sealed_key is None


@pytest.mark.parametrize("act", [CeremonyAct.ROLL_OVER, CeremonyAct.NEW_ROOT])
def test_of_two_who_make_a_successor_at_once_the_second_is_told(
    office: Office, two: Administrators, act: CeremonyAct
) -> None:
    one_person_office(office)
    done: list[int] = []

    class WhileAnotherDoes(SystemRandomness):
        """Somebody else's successor comes into being while this one's serial number is drawn."""

        def bits(self, count: int, /) -> int:
            if not done:
                done.append(ceremony.at_machine(office, two.first, Wish(act=act, note="同時")))
            return super().bits(count)

    with expect_refusal("changed_meanwhile"):
        two.do(act, at=replace(office, randomness=WhileAnotherDoes()))
    assert [row.id for row in all_of(office, Authority)] == [1, 2, 3], "one successor, not two of one name"
    assert [row.state for row in all_of(office, Ceremony)] == ["proposed", "carried_out"]


def test_without_an_authority_there_is_no_ceremony(office: Office) -> None:
    with office.database.write() as session:
        session.execute(delete(Authority).where(Authority.kind == "issuing"))
        session.execute(delete(Authority))
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    with expect_refusal("no_authority"):
        ceremony.propose(office, administrator, Wish(act=CeremonyAct.ROLL_OVER, note="理由"))
