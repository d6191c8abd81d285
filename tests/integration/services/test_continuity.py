"""A restore can neither un-revoke a certificate nor reuse a serial number nor rewind the CRL number (design §5)."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509.ocsp import OCSPCertStatus
from sqlalchemy import text

from adapters.audit_heads import HeadBook
from adapters.db.models import AuditEvent, Authority, Certificate, LostCertificate
from adapters.pki.ocsp_response import ResponseStatus, refusal
from adapters.witness import KnownSerial, Witness
from app import build_office
from domain.access import SYSTEM, Role
from domain.errors import Forbidden
from domain.pki.revocation import RevocationReason
from queries import health
from services import (
    audit,
    backups,
    continuity,
    crl_entries,
    downloads,
    issuance,
    ocsp_signers,
    restoring,
    revocation_lists,
)
from services.faults import is_storage_fault
from services.ocsp import OcspDesk
from services.office import Office
from tests.factories.applications import Crew, accepted, hire, issued, secrets_of
from tests.factories.issued_rows import given_out
from tests.factories.ocsp import question, read
from tests.factories.offices import VISITOR, FixedClock, make_config, make_office, make_staff
from tests.factories.records import all_of, certificates
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal

MINUTE = timedelta(minutes=1)
ISSUING = 2


def revoke(office: Office, code: str) -> None:
    """As the counter for revocation leaves it."""
    (row,) = certificates(office, code)
    with office.database.write() as session:
        found = session.get_one(Certificate, row.id)
        crl_entries.put_on_list(session, found, RevocationReason.KEY_COMPROMISE, at=office.clock())
        audit.record(session, office.clock, SYSTEM, "revoke", f"application:{code}")


class Past:
    """An office with a backup, and what happened after it."""

    def __init__(self, folder: Path) -> None:
        self.folder, clock = folder, FixedClock()
        office = make_office(folder, QuickPrinter(), clock=clock)
        self.crew: Crew = hire(office)
        self.kept, self.revoked_after = issued(office, self.crew), issued(office, self.crew)
        self.waiting = accepted(office, self.crew)
        self.secrets = secrets_of(office, self.kept)
        revocation_lists.publish_due(office)
        audit.note_head(office)
        self.backup = backups.make(office)
        clock.advance(MINUTE)
        self.lost = issued(office, self.crew)
        revoke(office, self.revoked_after)
        clock.advance(MINUTE)
        revocation_lists.publish_due(office)
        clock.advance(MINUTE)
        revocation_lists.publish(office, ISSUING)
        audit.note_head(office)
        self.lost_serial = certificates(office, self.lost)[0].serial_number
        self.revoked_serial = certificates(office, self.revoked_after)[0].serial_number
        self.last_list = revocation_lists.current(office, ISSUING)
        self.last_number = number_of(self.last_list)
        self.rows = len(all_of(office, AuditEvent))
        self.office, self.now = office, clock.now
        office.database.close()


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    return Past(tmp_path_factory.mktemp("past") / "office")


class Story:
    """The office of the past restored in another folder, an hour later."""

    def __init__(self, past: Past, data: Path, *, witness: bool = True) -> None:
        self.clock = FixedClock(past.now + timedelta(hours=1))
        (data / "keys").mkdir(parents=True)
        shutil.copy(past.folder / "keys" / "master.key", data / "keys" / "master.key")
        facts = restoring.unpack(past.office.backups, past.backup, data, self.clock())
        if witness:
            for pattern in ("*.txt", "*.crl"):
                for file in past.folder.glob(pattern):
                    shutil.copy(file, data / file.name)
        self.office = reopened(data, self.clock, past.office)
        restoring.record(self.office, SYSTEM, facts)
        self.administrator, _ = make_staff(self.office, Role.ADMINISTRATOR)


def reopened(data: Path, clock: FixedClock, like: Office) -> Office:
    config = make_config(data, public_url="https://office.example.jp")
    return build_office(config, clock=clock, renderer=QuickPrinter(), passwords=like.passwords)


def number_of(der: bytes) -> int:
    return x509.load_der_x509_crl(der).extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def on_list(office: Office) -> dict[str, x509.RevokedCertificate]:
    crl = x509.load_der_x509_crl(revocation_lists.current(office, ISSUING))
    return {f"{entry.serial_number:040x}": entry for entry in crl}


def put_and_publish(office: Office, reason: RevocationReason) -> None:
    """The first certificate on the list, for everybody to read."""
    with office.database.write() as session:
        crl_entries.put_on_list(session, session.get_one(Certificate, 1), reason, at=office.clock())
    revocation_lists.publish(office, ISSUING)


def kept_copy(office: Office, file: Path) -> Path:
    """The database as it is now."""
    assert office.database.forget_old_pages()
    return Path(shutil.copy(office.database.path, file))


def office_of(file: Path, office: Office, data: Path) -> Office:
    """The office again with an older database, in a folder of its own."""
    shutil.copytree(office.database.path.parent, data)
    for log in data.glob("madoguchi.sqlite3-*"):
        log.unlink()
    shutil.copy(file, data / "madoguchi.sqlite3")
    return reopened(data, FixedClock(), office)


@pytest.fixture
def story(past: Past, tmp_path: Path) -> Iterator[Story]:
    made = Story(past, tmp_path / "restored")
    yield made
    made.office.database.close()


def test_nothing_is_signed_until_a_person_has_resolved_it(past: Past, story: Story) -> None:
    office = story.office
    with expect_refusal("issuing_shut"):
        issuance.issue(office, past.crew.issuer, past.waiting)
    assert revocation_lists.publish_due(office) == []
    with expect_refusal("issuing_shut"):
        revocation_lists.publish(office, ISSUING)
    assert revocation_lists.current(office, ISSUING) == past.last_list, "the list everybody has, not an older one"
    with expect_refusal("required", "reason"):
        continuity.resolve(office, story.administrator, "  ")
    with pytest.raises(Forbidden):
        continuity.resolve(office, past.crew.issuer, "I should like to issue")


def test_what_is_lost_is_told(past: Past, story: Story) -> None:
    gap = continuity.gap(story.office)
    assert gap is not None
    assert gap.made_at is not None
    assert gap.restored_at == story.clock()
    assert [known.serial_number for known in gap.lost_serials] == [past.lost_serial]
    assert gap.lists == ((ISSUING, past.last_number, 1),)
    assert gap.lost_acts > 3


def test_after_it_is_resolved_the_office_goes_on_and_forgets_nothing(past: Past, story: Story) -> None:
    office = story.office
    continuity.resolve(office, story.administrator, "ディスクの故障のため")
    assert continuity.gap(office) is None
    story.clock.advance(MINUTE)
    assert ISSUING in revocation_lists.publish_due(office)
    entries = on_list(office)
    assert number_of(revocation_lists.current(office, ISSUING)) > past.last_number
    assert set(entries) == {past.revoked_serial, past.lost_serial}
    reason = entries[past.revoked_serial].extensions.get_extension_for_class(x509.CRLReason).value.reason
    assert reason is x509.ReasonFlags.key_compromise, "as it was published"
    issuance.issue(office, past.crew.issuer, past.waiting)
    new = {row.serial_number for row in all_of(office, Certificate)} | {
        row.serial_number for row in all_of(office, LostCertificate)
    }
    assert len(new) == 4, "no serial number is used twice"
    (event,) = [event for event in all_of(office, AuditEvent) if event.action == "resolve_restore"]
    assert event.note is not None
    assert event.note.text == "ディスクの故障のため"
    assert event.details["lost_serials"] == [past.lost_serial]


def test_the_restored_office_is_the_office_and_downloads_work(past: Past, story: Story) -> None:
    office = story.office
    continuity.resolve(office, story.administrator, "故障")
    token = past.secrets["token"]
    downloads.enter_password(office, VISITOR, token, past.secrets["password"])
    downloads.press(office, VISITOR, token)
    file = load_pkcs12(downloads.fetch(office, VISITOR, token, "standard"), past.secrets["pin"].encode())
    assert file.cert is not None
    root, issuing = (x509.load_der_x509_certificate(row.certificate) for row in all_of(office, Authority))
    file.cert.certificate.verify_directly_issued_by(issuing)
    issuing.verify_directly_issued_by(root)


def test_the_trail_holds_again_and_later_heads_are_of_the_new_one(past: Past, story: Story) -> None:
    office = story.office
    continuity.resolve(office, story.administrator, "故障")
    with office.database.read() as session:
        assert audit.verify(session, office.audit_heads.heads())[1] is None
    story.clock.advance(MINUTE)
    make_staff(office, Role.REVIEWER)
    assert audit.note_head(office)
    with office.database.read() as session:
        rows, bad = audit.verify(session, office.audit_heads.heads())
    assert bad is None
    assert rows < past.rows + 20


def test_until_then_no_head_of_the_new_trail_is_mixed_with_the_old_ones(past: Past, story: Story) -> None:
    for _ in range(past.rows):
        make_staff(story.office, Role.REVIEWER)
    assert audit.note_head(story.office) is False
    gap = continuity.gap(story.office)
    assert gap is not None
    assert gap.lost_acts > 0


def test_a_file_that_was_put_back_by_hand_is_noticed_too(tmp_path: Path) -> None:
    """A snapshot of the machine, or an old file copied over the new one: no command told the office."""
    clock = FixedClock()
    office = make_office(tmp_path, QuickPrinter(), clock=clock)
    crew = hire(office)
    code, later = accepted(office, crew), accepted(office, crew)
    office.database.forget_old_pages()
    old = office.database.path.read_bytes()
    issuance.issue(office, crew.issuer, code)
    serial = certificates(office, code)[0].serial_number
    office.database.close()
    for file in tmp_path.glob("madoguchi.sqlite3-*"):
        file.unlink()
    office.database.path.write_bytes(old)
    again = reopened(tmp_path, clock, office)
    with expect_refusal("issuing_shut"):
        issuance.issue(again, crew.issuer, later)
    gap = continuity.gap(again)
    assert gap is not None
    assert gap.restored_at is None
    assert [known.serial_number for known in gap.lost_serials] == [serial]
    continuity.resolve(again, SYSTEM, "snapshot of the machine")
    clock.advance(MINUTE)
    revocation_lists.publish_due(again)
    assert serial in on_list(again)
    issuance.issue(again, crew.issuer, later)
    again.database.close()


def test_without_a_witness_the_fetched_list_tells(past: Past, tmp_path: Path) -> None:
    """The machine burnt down with everything on it: the list that relying parties have is the witness."""
    story = Story(past, tmp_path / "restored", witness=False)
    office = story.office
    with expect_refusal("issuing_shut"):
        issuance.issue(office, past.crew.issuer, past.waiting)
    with expect_refusal("foreign_list", "lists"):
        continuity.resolve(office, SYSTEM, "fire", [past.last_list[:-1] + b"\x00"])
    continuity.resolve(office, SYSTEM, "fire", [past.last_list])
    story.clock.advance(MINUTE)
    revocation_lists.publish_due(office)
    assert set(on_list(office)) == {past.revoked_serial}
    assert number_of(revocation_lists.current(office, ISSUING)) > past.last_number
    with expect_refusal("nothing_to_resolve"):
        continuity.resolve(office, SYSTEM, "again")
    office.database.close()


def test_a_revocation_of_a_forgotten_certificate_is_kept(tmp_path: Path) -> None:
    """Issued and revoked after the backup: known from the list, revoked once, for the reason that was published."""
    office = make_office(tmp_path / "office", QuickPrinter())
    older_file = kept_copy(office, tmp_path / "older")
    (serial,) = given_out(office)
    office.witness.note_serials([KnownSerial(ISSUING, f"{serial:040x}")], office.clock())
    put_and_publish(office, RevocationReason.KEY_COMPROMISE)
    older = office_of(older_file, office, tmp_path / "older-office")
    continuity.resolve(older, SYSTEM, "fire", [revocation_lists.current(office, ISSUING)])
    lost = [(row.serial_number, row.revocation_reason) for row in all_of(older, LostCertificate)]
    assert lost == [(f"{serial:040x}", "keyCompromise")]
    for one in (older, office):
        one.database.close()


def test_a_list_without_its_number_is_made_again(past: Past, story: Story) -> None:
    """A crash between taking a number and storing the list: somebody may hold the list of that number."""
    office = story.office
    continuity.resolve(office, SYSTEM, "fire")
    revocation_lists.publish_due(office)
    with office.database.write() as session:
        session.execute(text("UPDATE authority SET crl_number = crl_number + 1 WHERE id = 2"))
    assert revocation_lists.publish_due(office) == [ISSUING]
    assert revocation_lists.publish_due(office) == []


def test_nothing_is_restored_over_an_office(past: Past, story: Story, tmp_path: Path) -> None:
    office = story.office
    with pytest.raises(FileExistsError, match="holds an office"):
        restoring.unpack(past.office.backups, past.backup, tmp_path / "restored", story.clock())
    assert len(all_of(office, Certificate)) == 2, "untouched"


def test_what_belongs_to_the_office_comes_back_and_what_lies_there_stays(tmp_path: Path) -> None:
    """Settings a person wrote for the new machine are not overwritten by those of the old one."""
    old, new = tmp_path / "old", tmp_path / "new"
    office = make_office(old, QuickPrinter())
    (old / "madoguchi.toml").write_text('name = "旧"\n', encoding="utf-8")
    (old / "trusted-signers").mkdir()
    (old / "trusted-signers" / "insurer.pem").write_text("見本", encoding="utf-8")
    for data, stays in ((new, False), (tmp_path / "newer", True)):
        (data / "keys").mkdir(parents=True)
        shutil.copy(old / "keys" / "master.key", data / "keys" / "master.key")
        if stays:
            (data / "madoguchi.toml").write_text('name = "新"\n', encoding="utf-8")
        restoring.unpack(office.backups, backups.make(office), data, office.clock())
        assert (data / "trusted-signers" / "insurer.pem").read_text(encoding="utf-8") == "見本"
        assert ("新" if stays else "旧") in (data / "madoguchi.toml").read_text(encoding="utf-8")
    office.database.close()


class BusyHeads(HeadBook):
    """Somebody else commits and notes the head at the very moment that this one is read."""

    office: Office

    def last(self) -> tuple[int, str] | None:
        with self.office.database.write() as session:
            audit.record(session, self.office.clock, SYSTEM, "meanwhile", "office:records")
        assert audit.note_head(self.office)
        return super().last()


class BusyWitness(Witness):
    """Somebody else issues, and publishes a list, at the very moment that these are read."""

    office: Office
    crew: Crew

    def last_serial(self) -> KnownSerial | None:
        issued(self.office, self.crew)
        return super().last_serial()

    def list_numbers(self) -> dict[int, int]:
        revocation_lists.publish(self.office, ISSUING)
        return super().list_numbers()


def test_an_office_at_work_is_not_taken_for_one_that_was_set_back(office: Office, crew: Crew) -> None:
    """What others commit and note outside while somebody looks is in the records too."""
    folder = make_config(office.database.path.parent).witness
    heads, witness = BusyHeads(folder / "audit-heads.txt"), BusyWitness(folder)
    heads.office = witness.office = office
    witness.crew = crew
    busy = replace(office, audit_heads=heads, witness=witness)
    assert continuity.gap(busy) is None
    assert health.signing_stopped(busy) == ""
    # The answers that were read did see what was noted meanwhile.
    assert len(office.audit_heads.heads()) == 2
    assert office.witness.list_numbers() == {ISSUING: 2}


class FullWitness(Witness):
    """A witness whose disk is full."""

    def note_serials(self, serials: Sequence[KnownSerial], at: datetime) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_serial_number_that_cannot_be_noted_is_not_signed(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    with pytest.raises(issuance.NotNoted) as full:
        issuance.issue(replace(office, witness=FullWitness(office.backups.work)), crew.issuer, code)
    assert is_storage_fault(full.value), "answered with 503 and words"
    (row,) = certificates(office, code)
    assert row.der is None
    assert row.revoked_at is not None, "given up at once"
    issuance.issue(office, crew.issuer, code)


def test_the_responder_says_nothing_until_then_and_afterwards_knows_the_forgotten(past: Past, story: Story) -> None:
    """OCSP as the lists: what was revoked or issued after the backup must not be "good" or "unknown" by it."""
    office = story.office
    issuer = x509.load_der_x509_certificate(all_of(office, Authority)[1].certificate)
    desk = OcspDesk(office)
    asked = [question(issuer, int(serial, 16)) for serial in (past.revoked_serial, past.lost_serial)]
    assert ocsp_signers.renew_due(office) == []
    assert [desk.answer(ISSUING, one).der for one in asked] == [refusal(ResponseStatus.TRY_LATER)] * 2
    continuity.resolve(office, story.administrator, "ディスクの故障のため")
    ocsp_signers.renew_due(office)
    statuses = [read(desk.answer(ISSUING, one).der, issuer).certificate_status for one in asked]
    assert statuses == [OCSPCertStatus.REVOKED] * 2


def test_a_hold_that_was_made_final_after_the_backup_is_final_again(tmp_path: Path) -> None:
    office = make_office(tmp_path / "office", QuickPrinter())
    given_out(office)
    put_and_publish(office, RevocationReason.CERTIFICATE_HOLD)
    older_file = kept_copy(office, tmp_path / "older")
    put_and_publish(office, RevocationReason.KEY_COMPROMISE)
    older = office_of(older_file, office, tmp_path / "older-office")
    assert [row.revocation_reason for row in all_of(older, Certificate)] == ["certificateHold"]
    continuity.resolve(older, SYSTEM, "前の日のファイルに戻ったため")
    assert [row.revocation_reason for row in all_of(older, Certificate)] == ["keyCompromise"]
    for one in (older, office):
        one.database.close()
