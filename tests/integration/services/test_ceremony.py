"""A successor, the overlap, retirement, and a root whose key is away (issue 6, item 1; design §5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from sqlalchemy import delete

from adapters import key_shares
from adapters.backup_key import WrongKey
from adapters.db.models import AuditEvent, Authority
from adapters.randomness import SystemRandomness
from domain.access import SYSTEM
from services import authorities, ceremony, ocsp_signers, revocation_lists
from services.office import Office
from tests.factories.applications import Crew, issued
from tests.factories.offices import FixedClock
from tests.factories.records import all_of, certificates
from tests.integration.services.refusals import expect_refusal


def test_the_successor_issues_and_the_one_before_goes_on_answering(
    office: Office, clock: FixedClock, crew: Crew
) -> None:
    before = certificates(office, issued(office, crew))[0]
    clock.advance(timedelta(days=1))
    assert ceremony.roll_over(office, SYSTEM, key="p-384") == 3
    after = certificates(office, issued(office, crew))[0]
    assert (before.authority_id, after.authority_id) == (2, 3)
    root, _, second = (x509.load_der_x509_certificate(row.certificate) for row in all_of(office, Authority))
    second.verify_directly_issued_by(root)
    x509.load_der_x509_certificate(after.der or b"").verify_directly_issued_by(second)
    assert set(revocation_lists.publish_due(office)) == {1, 2, 3}
    assert set(ocsp_signers.renew_due(office)) == {2, 3}
    ceremony.retire(office, SYSTEM, 2)
    clock.advance(timedelta(days=1))
    assert 2 in revocation_lists.publish_due(office), "its certificates still live"
    with expect_refusal("no_authority"):
        ceremony.retire(office, SYSTEM, 2)
    with expect_refusal("last_authority"):
        ceremony.retire(office, SYSTEM, 3)
    assert [event.action for event in all_of(office, AuditEvent) if event.subject.startswith("authority:")][1:] == [
        "roll_over_authority",
        "retire_authority",
    ]


def test_the_roots_key_leaves_and_comes_back_by_any_two_of_three(office: Office, clock: FixedClock) -> None:
    number, sealed, sheets = ceremony.split_root_key(office)
    assert (number, len(sheets), len(sheets[0].split())) == (1, 3, 33)
    with pytest.raises(WrongKey):
        ceremony.take_root_key_away(office, SYSTEM, sealed, sheets[:1])
    assert all_of(office, Authority)[0].sealed_key, "it stays until two sheets have opened the file"
    key = office.secret_box.open(all_of(office, Authority)[0].sealed_key or b"", context=authorities.key_context(1))
    ceremony.take_root_key_away(office, SYSTEM, sealed, sheets[:2])
    assert all_of(office, Authority)[0].sealed_key is None
    assert not any(key in file.read_bytes() for file in office.backups.work.rglob("*") if file.is_file())
    with expect_refusal("authority_key_away"):
        ceremony.roll_over(office, SYSTEM, key="p-384")
    clock.advance(timedelta(days=300))
    ends = x509.load_der_x509_crl(revocation_lists.current(office, 1)).next_update_utc
    assert ends is not None
    assert ends > clock()
    ceremony.bring_root_key_back(office, SYSTEM, sealed, sheets[1:])
    assert ceremony.roll_over(office, SYSTEM, key="p-384") == 3


def test_sheets_of_another_key_do_not_open_it(office: Office) -> None:
    _, sealed, sheets = ceremony.split_root_key(office)
    _, other, other_sheets = ceremony.split_root_key(office)
    with pytest.raises(WrongKey):
        ceremony.bring_root_key_back(office, SYSTEM, sealed, other_sheets[:2])
    with pytest.raises(WrongKey):
        ceremony.bring_root_key_back(office, SYSTEM, sealed, [sheets[0], other_sheets[1]])
    assert other != sealed


def test_a_file_that_holds_the_key_of_another_authority_is_not_taken_for_the_roots(office: Office) -> None:
    """Sheets and file fit together here; what they open does not fit the root."""
    issuing = all_of(office, Authority)[1]
    key = office.secret_box.open(issuing.sealed_key or b"", context=authorities.key_context(issuing.id))
    sealed, sheets = key_shares.split(key, office.randomness.octets(key_shares.SECRET))
    for act in (ceremony.take_root_key_away, ceremony.bring_root_key_back):
        with pytest.raises(WrongKey, match="another key"):
            act(office, SYSTEM, sealed, sheets[:2])
    ceremony.roll_over(office, SYSTEM, key="p-384")


def test_of_two_who_roll_over_at_once_the_second_is_told(office: Office) -> None:
    class WhileAnotherDoes(SystemRandomness):
        """Somebody else's successor comes into being while this one's serial number is drawn."""

        def bits(self, count: int, /) -> int:
            ceremony.roll_over(office, SYSTEM, key="p-384")
            return super().bits(count)

    with expect_refusal("changed_meanwhile"):
        ceremony.roll_over(replace(office, randomness=WhileAnotherDoes()), SYSTEM, key="p-384")
    assert [row.id for row in all_of(office, Authority)] == [1, 2, 3], "one successor, not two of one name"


def test_without_an_authority_there_is_no_ceremony(office: Office) -> None:
    with office.database.write() as session:
        session.execute(delete(Authority).where(Authority.kind == "issuing"))
        session.execute(delete(Authority))
    with expect_refusal("no_authority"):
        ceremony.split_root_key(office)
