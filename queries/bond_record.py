"""Everything about one folder, for its own house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import (
    BondAccess,
    BondDeletion,
    BondFile,
    BondFolder,
    BondMail,
    BondViewing,
    OutgoingMail,
    Staff,
)
from domain.access import Actor
from domain.bonds.folder import DeletionState, FolderState
from queries.bond_folders import shown_state
from services.bond_records import insurer_name, insurers_of, own_folder
from services.office import Office

NEWEST = 100
"""So many lines of the access log a page shows; the audit trail has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file, with what became of it."""

    id: int
    number: int
    name: str
    paper: str
    sha256: str
    size: int
    pages: int
    signature_state: str
    insurance_end: date
    uploaded_at: datetime
    uploaded_by: str
    replaced_by: int | None
    """The number of the file that came in its place."""
    removed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionRow:
    """A wish that waits for a second person."""

    id: int
    file_number: int | None
    reason: str
    requested_by: str
    requested_by_id: int
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    kind: str
    recipient: str
    subject: str
    state: str
    made_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    """Who opened, saw or took what."""

    at: datetime
    act: str
    viewer: str
    file_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A folder with all that hangs on it."""

    id: int
    insurer: str
    policy_number: str
    kind: str
    works_name: str
    contractor_name: str
    contractor_email: str
    state: str
    is_open: bool
    has_url: bool
    kept_until: date
    made_at: datetime
    files: tuple[FileRow, ...]
    deletions: tuple[DeletionRow, ...]
    mails: tuple[MailRow, ...]
    accesses: tuple[AccessRow, ...]

    @property
    def current(self) -> list[FileRow]:
        """What may still be replaced."""
        return [file for file in self.files if file.removed_at is None and file.replaced_by is None]


def record(office: Office, actor: Actor, folder_id: int) -> Record:
    """Raises ``NotFound('no_such_folder')``."""
    with office.database.read() as session:
        folder = own_folder(session, actor, folder_id)
        names = {row.id: row.name for row in session.scalars(select(Staff))}
        numbers = {file.id: file.number for file in folder.files}
        deletions = _deletions(session, folder, names, numbers)
        return Record(
            id=folder.id,
            insurer=insurer_name(session, folder),
            policy_number=folder.policy_number,
            kind=folder.kind,
            works_name=folder.works_name,
            contractor_name=folder.contractor_name,
            contractor_email=folder.contractor_email,
            state=shown_state(folder, asked=bool(deletions)),
            is_open=folder.state == FolderState.OPEN,
            has_url=folder.token_hash is not None,
            kept_until=folder.kept_until,
            made_at=folder.made_at,
            files=tuple(_file(file, names, numbers) for file in reversed(folder.files)),
            deletions=deletions,
            mails=_mails(session, folder),
            accesses=_accesses(session, folder, numbers),
        )


def insurers(office: Office, actor: Actor) -> list[tuple[int, str]]:
    """For whom the actor may upload."""
    with office.database.read() as session:
        return [(row.id, row.name) for row in insurers_of(session, actor)]


def _file(file: BondFile, names: dict[int, str], numbers: dict[int, int]) -> FileRow:
    return FileRow(
        id=file.id,
        number=file.number,
        name=file.name,
        paper=file.paper,
        sha256=file.sha256,
        size=file.size,
        pages=file.pages,
        signature_state=file.signature_state,
        insurance_end=file.insurance_end,
        uploaded_at=file.uploaded_at,
        uploaded_by=names.get(file.uploaded_by, ""),
        replaced_by=numbers.get(file.replaced_by) if file.replaced_by else None,
        removed_at=file.removed_at,
    )


def _deletions(
    session: Session, folder: BondFolder, names: dict[int, str], numbers: dict[int, int]
) -> tuple[DeletionRow, ...]:
    found = session.scalars(
        select(BondDeletion)
        .where(BondDeletion.folder_id == folder.id, BondDeletion.state == DeletionState.REQUESTED)
        .order_by(BondDeletion.id)
    )
    return tuple(
        DeletionRow(
            id=row.id,
            file_number=numbers.get(row.file_id) if row.file_id else None,
            reason=row.reason,
            requested_by=names.get(row.requested_by, ""),
            requested_by_id=row.requested_by,
            requested_at=row.requested_at,
        )
        for row in found
    )


def _mails(session: Session, folder: BondFolder) -> tuple[MailRow, ...]:
    found = session.scalars(
        select(OutgoingMail)
        .join(BondMail, BondMail.mail_id == OutgoingMail.id)
        .where(BondMail.folder_id == folder.id)
        .order_by(OutgoingMail.id.desc())
        .limit(NEWEST)
    )
    return tuple(
        MailRow(
            kind=row.kind,
            recipient=row.recipient,
            subject=row.subject,
            state=row.state,
            made_at=row.made_at,
            sent_at=row.sent_at,
        )
        for row in found
    )


def _accesses(session: Session, folder: BondFolder, numbers: dict[int, int]) -> tuple[AccessRow, ...]:
    found = session.execute(
        select(BondAccess, BondViewing.email, BondViewing.address)
        .join(BondViewing, BondViewing.id == BondAccess.viewing_id)
        .where(BondAccess.folder_id == folder.id)
        .order_by(BondAccess.id.desc())
        .limit(NEWEST)
    )
    return tuple(
        AccessRow(
            at=row.at,
            act=row.act,
            viewer=email or address,
            file_number=numbers.get(row.file_id) if row.file_id else None,
        )
        for row, email, address in found
    )
