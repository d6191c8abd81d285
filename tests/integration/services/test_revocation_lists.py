"""Lists of revoked certificates (RFC 5280 §5, design §5)."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path, PosixPath
from typing import Self

import pytest
from cryptography import x509
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import select

from adapters.db.models import Authority, Certificate, RevocationList
from adapters.pki.signer import LocalSigner
from adapters.witness import Witness
from domain.pki.contents import CertificateContents, ListContents
from domain.pki.revocation import RevocationReason
from services import crl_entries, issuance, revocation_lists
from services.office import Office
from tests.factories.applications import Crew, accepted
from tests.factories.issued_rows import given_out
from tests.factories.offices import FixedClock
from tests.factories.records import all_of, certificates
from tests.integration.services.refusals import expect_refusal

ROOT, ISSUING = 1, 2


def current(office: Office, authority: int = ISSUING) -> x509.CertificateRevocationList:
    return x509.load_der_x509_crl(revocation_lists.current(office, authority))


def number_of(crl: x509.CertificateRevocationList) -> int:
    return crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


class Dying(LocalSigner):
    """The process ends before it has signed."""

    def sign_certificate(self, contents: CertificateContents, public_key_der: bytes, /) -> bytes:
        raise InterruptedError

    def sign_crl(self, contents: ListContents, entries: Sequence[bytes], /) -> bytes:
        raise InterruptedError


def break_off(office: Office, crew: Crew) -> int:
    """An issue that ends before anything is stored; gives its serial number."""
    code = accepted(office, crew)
    with pytest.raises(InterruptedError):
        issuance.issue(replace(office, signer_from=Dying), crew.issuer, code)
    return int(certificates(office, code)[0].serial_number, 16)


def test_a_list_is_signed_by_its_authority_and_valid_for_a_week(office: Office, clock: FixedClock) -> None:
    revocation_lists.publish(office, ISSUING)
    crl = current(office)
    authority = x509.load_der_x509_certificate(revocation_lists.authority_certificate(office, ISSUING))
    assert crl.is_signature_valid(authority.public_key())  # type: ignore[arg-type]  # because ours is P-384
    assert crl.last_update_utc == clock()
    assert crl.next_update_utc == clock() + timedelta(days=7)
    assert len(crl) == 0


def test_a_broken_off_serial_number_goes_onto_the_list(office: Office, crew: Crew, clock: FixedClock) -> None:
    serial = break_off(office, crew)
    revocation_lists.publish_due(office)
    assert current(office).get_revoked_certificate_by_serial_number(serial) is None
    clock.advance(timedelta(minutes=3))
    issuance.abandon_broken_off(office)
    clock.advance(timedelta(seconds=1))
    assert revocation_lists.publish_due(office) == [ISSUING], "at once, and only the list that lacks it"
    entry = current(office).get_revoked_certificate_by_serial_number(serial)
    assert entry is not None
    assert entry.revocation_date_utc == clock() - timedelta(seconds=1)
    reason = entry.extensions.get_extension_for_class(x509.CRLReason).value
    assert reason.reason is x509.ReasonFlags.cessation_of_operation
    clock.advance(timedelta(seconds=1))
    assert revocation_lists.publish_due(office) == []


def test_lists_are_renewed_daily(office: Office, clock: FixedClock) -> None:
    assert revocation_lists.publish_due(office) == [ROOT, ISSUING], "the first ones"
    clock.advance(timedelta(days=1) - timedelta(seconds=1))
    assert revocation_lists.publish_due(office) == []
    clock.advance(timedelta(seconds=1))
    assert revocation_lists.publish_due(office) == [ROOT, ISSUING]
    assert current(office).last_update_utc == clock()


def test_a_key_that_has_left_the_machine_signs_no_list(office: Office) -> None:
    with office.database.write() as session:
        session.get_one(Authority, ROOT).sealed_key = None
    assert revocation_lists.publish_due(office) == [ISSUING]
    with expect_refusal("authority_key_away"):
        revocation_lists.publish(office, ROOT)


def test_numbers_only_grow_whatever_breaks_off(office: Office) -> None:
    """RFC 5280 §5.2.3."""
    first = revocation_lists.publish(office, ISSUING)
    with pytest.raises(InterruptedError):
        revocation_lists.publish(replace(office, signer_from=Dying), ISSUING)
    third = revocation_lists.publish(office, ISSUING)
    assert (first, third) == (1, 3)
    assert [row.number for row in all_of(office, RevocationList)] == [1, 3]
    assert number_of(current(office)) == 3


def test_the_date_of_a_list_is_taken_while_nobody_can_revoke(office: Office, clock: FixedClock) -> None:
    """Else a revocation between drawing up and dating a list would be missing until the next day."""
    locked: list[bool] = []

    def watched() -> datetime:
        other = sqlite.connect(str(office.database.path), timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
            locked.append(False)
        except sqlite.OperationalError:
            locked.append(True)
        other.close()
        return clock()

    revocation_lists.publish(replace(office, clock=watched), ISSUING)
    assert locked
    assert all(locked)


def test_what_is_not_there_is_not_found(office: Office) -> None:
    with expect_refusal("no_revocation_list"):
        revocation_lists.current(office, ISSUING)
    with expect_refusal("no_authority"):
        revocation_lists.authority_certificate(office, 99)


def test_of_two_lists_drawn_up_at_once_only_the_later_is_published(office: Office) -> None:
    """RFC 5280 §5.2.3: whoever fetches twice must never see a number go back."""

    class Slow(LocalSigner):
        """While it signs, another process draws up, signs and publishes the next list."""

        def sign_crl(self, contents: ListContents, entries: Sequence[bytes], /) -> bytes:
            revocation_lists.publish(office, ISSUING)
            return super().sign_crl(contents, entries)

    assert revocation_lists.publish(replace(office, signer_from=Slow), ISSUING) == 2
    assert [row.number for row in all_of(office, RevocationList)] == [2]


def test_a_hold_that_was_lifted_is_gone_from_the_next_list(office: Office, clock: FixedClock) -> None:
    (serial,) = given_out(office)
    revocation_lists.publish_due(office)
    clock.advance(timedelta(minutes=1))
    with office.database.write() as session:
        certificate = session.get_one(Certificate, 1)
        crl_entries.put_on_list(session, certificate, RevocationReason.CERTIFICATE_HOLD, at=clock())
    clock.advance(timedelta(seconds=1))
    assert revocation_lists.publish_due(office) == [ISSUING]
    assert current(office).get_revoked_certificate_by_serial_number(serial) is not None
    clock.advance(timedelta(minutes=1))
    with office.database.write() as session:
        crl_entries.take_off_list(session, session.get_one(Certificate, 1), at=clock())
    clock.advance(timedelta(seconds=1))
    assert revocation_lists.publish_due(office) == [ISSUING]
    assert current(office).get_revoked_certificate_by_serial_number(serial) is None


def test_a_list_holds_every_revocation_in_whatever_order_they_came(office: Office, clock: FixedClock) -> None:
    serials = given_out(office, count=50)
    with office.database.write() as session:
        for certificate in reversed(list(session.scalars(select(Certificate)))):
            clock.advance(timedelta(seconds=1))
            crl_entries.put_on_list(session, certificate, RevocationReason.SUPERSEDED, at=clock())
    revocation_lists.publish(office, ISSUING)
    assert sorted(entry.serial_number for entry in current(office)) == sorted(serials)


def test_lists_that_ended_a_month_ago_are_dropped_but_never_the_newest(office: Office, clock: FixedClock) -> None:
    for days in (0, 1, 40):
        clock.advance(timedelta(days=days))
        revocation_lists.publish(office, ISSUING)
    revocation_lists.publish(office, ROOT)
    assert revocation_lists.prune(office) == 2
    assert revocation_lists.prune(office) == 0
    clock.advance(timedelta(days=400))
    assert revocation_lists.prune(office) == 0, "an authority's newest list is served, however old"
    assert [(row.authority_id, row.number) for row in all_of(office, RevocationList)] == [(ISSUING, 3), (ROOT, 1)]
    assert revocation_lists.publish(office, ISSUING) == 4, "numbers go on"


class BusyFolder(PosixPath):
    """Somebody else publishes the next list just after one has seen which there are."""

    published = 1

    def glob(self, pattern: str) -> Generator[Self, None, None]:
        found = list(super().glob(pattern))
        if self.published == 1:
            self.published = 2
            Witness(Path(self)).note_list(ISSUING, 2, b"newer")
        yield from found


def test_whoever_fetches_a_list_while_a_newer_one_takes_its_place_gets_the_newer_one(tmp_path: Path) -> None:
    Witness(tmp_path).note_list(ISSUING, 1, b"older")
    witness = Witness(BusyFolder(tmp_path))
    assert witness.list_of(ISSUING) == b"newer"
    assert witness.list_numbers() == {ISSUING: 2}
    assert witness.list_of(ISSUING + 1) is None
