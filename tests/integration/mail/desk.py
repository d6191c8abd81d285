"""An office with a real database and real mails, without printer and authority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from adapters import programmes
from adapters.audit_heads import HeadBook
from adapters.backup_folder import BackupFolder
from adapters.backup_key import BackupKey
from adapters.clock import ShiftedClock
from adapters.common_passwords import CommonPasswords
from adapters.db.models import Application, AuditEvent, Base, OutgoingMail, Staff
from adapters.db.unit_of_work import Database
from adapters.first_account import FirstAccountNote
from adapters.mail.templates import MailTemplates
from adapters.passkeys import PasskeyVerifier
from adapters.passwords import Passwords
from adapters.pki.signer import LocalSigner
from adapters.randomness import SystemRandomness
from adapters.secrets import MasterKeySecretBox
from adapters.witness import Witness
from domain.backup_rotation import Keep
from domain.certificates.printed import Paper
from services import mails
from services.office import Office
from services.programmes import keep_edition
from tests.fakes.pdf_reader import QuickPdfReader

ROOT = Path(__file__).resolve().parents[3]
SENDER = "madoguchi@example.jp"
URL = "https://madoguchi.example.jp/download/HJk3_-x9Qm4LrT2vWz8NcBd5FgY7pSaEuK1oXi6Rt0M/gid"
CODE = "ABCDEFGHJKLM"


class NoPrinter:
    """Nothing in these tests is printed."""

    def render(self, paper: Paper) -> bytes:
        raise AssertionError("no paper belongs to a mail")

    def render_encrypted(self, paper: Paper, password: str) -> bytes:
        raise NotImplementedError

    def unprintable(self, text: str) -> str:
        return ""

    def warm(self) -> None:
        """There is nothing to warm."""

    def close(self) -> None:
        """There is nothing to close."""


def open_office(database: Path, clock: ShiftedClock) -> Office:
    """The same office for every caller with the same file, as several processes would have it."""
    return Office(
        name="見本電子証明書窓口",
        public_url="https://madoguchi.example.jp",
        repository_url="http://madoguchi.example.jp",
        database=Database(database),
        clock=clock,
        randomness=SystemRandomness(),
        secret_box=MasterKeySecretBox(b"m" * 32),
        passwords=Passwords(b"pepper", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)),
        common_passwords=CommonPasswords(),
        passkeys=PasskeyVerifier("https://madoguchi.example.jp", "見本電子証明書窓口"),
        programmes=programmes.load(ROOT / "programmes"),
        pdfs=QuickPdfReader(),
        renderer=NoPrinter(),
        mail_templates=MailTemplates(ROOT / "templates" / "mail"),
        audit_heads=HeadBook(database.with_name("audit-heads.txt")),
        first_account=FirstAccountNote(database.with_name("first-account.txt")),
        witness=Witness(database.parent),
        backups=BackupFolder(
            database.with_name("backups"),
            key=BackupKey(b"b" * 32),
            work=database.parent,
            keep=Keep(7, 5, 12),
            keys_kept=timedelta(days=7),
        ),
        signer_from=LocalSigner,
    )


@dataclass(frozen=True)
class Issued:
    """What the download mail says of a certificate."""

    contract_number: str = "MNPQRSTUVWXY"
    not_before: datetime = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    not_after: datetime = datetime(2028, 11, 19, 14, 59, 59, tzinfo=UTC)


def open_new_office(folder: Path) -> Office:
    """An office whose tables are empty."""
    office = open_office(folder / "madoguchi.sqlite3", ShiftedClock())
    Base.metadata.create_all(office.database.writing)
    return office


def add_application(office: Office, *, email: str = "taro@example.jp", name: str = "セコム 太郎") -> int:
    """A printed application; gives its id."""
    now = office.clock()
    with office.database.write() as session:
        programme = office.programmes.get("gid")
        keep_edition(session, office, programme)
        application = Application(
            code=CODE,
            request_key="once",
            programme="gid",
            edition=programme.edition,
            applicant_group=programme.groups[0].key,
            profile="employee",
            series="download",
            state="printed",
            answers={},
            certificate_values={},
            name=name,
            reading="せこむ たろう",
            organisation="株式会社見本商事",
            email=email,
            fee_before_tax=14000,
            fee_tax_percent=10,
            printed_at=now,
            changed_at=now,
        )
        session.add(application)
        session.flush()
        return application.id


def write_to(
    office: Office,
    application_id: int,
    kind: str = "download_url",
    *,
    values: Mapping[str, object] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> int:
    """Puts a mail into the outbox as a use case does; gives its id."""
    if kind == "download_url":
        values, secrets = {"certificate": Issued()}, {"download_url": URL}
    with office.database.write() as session:
        application = session.get_one(Application, application_id)
        mails.enqueue(session, office, kind, application, values=values, secrets=secrets)
        session.flush()
        return max(mail.id for mail in session.query(OutgoingMail))


def mail_of(office: Office, mail_id: int) -> OutgoingMail:
    """The row as it is now."""
    with office.database.read() as session:
        return session.get_one(OutgoingMail, mail_id)


def add_staff(office: Office) -> int:
    """Somebody whom the audit trail can name; gives the id."""
    with office.database.write() as session:
        staff = Staff(
            email="staff@example.jp",
            name="受付 花子",
            password_hash="x",
            sealed_totp=b"x",
            made_at=office.clock(),
        )
        session.add(staff)
        session.flush()
        return staff.id


def audited(office: Office) -> list[AuditEvent]:
    """The audit trail."""
    with office.database.read() as session:
        return list(session.query(AuditEvent))


def bytes_on_disk(office: Office) -> bytes:
    """Database and write-ahead log as a thief of the disk would find them."""
    folder = office.database.path.parent
    return b"".join(path.read_bytes() for path in folder.glob("madoguchi.sqlite3*"))
