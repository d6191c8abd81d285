"""Deleting what was registered by mistake: asked for by one person, done by another (S3-48…S3-50)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from adapters.db.models import BondContent, BondDeletion, BondFile, BondFolder
from domain.access import Actor, Permission, require_second_person
from domain.bonds.folder import DELETION_LIFE, FOLDER_LIFE, DeletionEvent, DeletionState, FolderEvent, FolderState
from domain.errors import NotFound, RuleViolation
from services import audit, settings
from services.bond_folders import keep_until
from services.bond_records import open_folder, subject_of
from services.office import Office


def request(office: Office, actor: Actor, folder_id: int, *, file_id: int | None, reason: str) -> None:
    """誤登録: nobody sees the thing from this moment. Where the two-person rule is off, it is gone at once.

    ``file_id`` None: the whole folder. Raises ``NotFound('no_such_file')``, ``RuleViolation('deletion_requested')``,
    ``RuleViolation('last_file')`` (then the folder is what goes).
    """
    actor.require(Permission.UPLOAD_BONDS)
    gone: list[str] = []
    with office.database.write() as session:
        folder = open_folder(session, actor, folder_id)
        _check_target(session, folder, file_id)
        now = office.clock()
        wish = BondDeletion(
            folder_id=folder.id,
            file_id=file_id,
            reason=reason,
            requested_by=actor.staff_id or 0,
            requested_at=now,
            state=DeletionState.REQUESTED,
        )
        session.add(wish)
        session.flush()
        # Whoever looks at it just now is out.
        folder.password_generation += 1
        folder.changed_at = now
        audit.record(
            session, office.clock, actor, "request_bond_deletion", subject_of(folder), note=reason, file=file_id
        )
        if not settings.two_person(session):
            gone = _carry_out(session, office, actor, folder, wish)
    forget(office, gone)


def approve(office: Office, actor: Actor, folder_id: int, deletion_id: int) -> None:
    """The second person says yes: the bytes and their data keys are destroyed.

    Raises ``RuleViolation('second_person_needed')`` for who asked.
    """
    actor.require(Permission.UPLOAD_BONDS)
    with office.database.write() as session:
        folder, wish = _asked(session, actor, folder_id, deletion_id)
        require_second_person(actor, wish.requested_by, two_person=settings.two_person(session))
        gone = _carry_out(session, office, actor, folder, wish)
    forget(office, gone)


def decline(office: Office, actor: Actor, folder_id: int, deletion_id: int) -> None:
    """It was no mistake, or who asked thought better of it: the thing is seen again, after the password."""
    actor.require(Permission.UPLOAD_BONDS)
    with office.database.write() as session:
        folder, wish = _asked(session, actor, folder_id, deletion_id)
        _decide(office, actor, wish, DeletionEvent.DECLINE)
        audit.record(session, office.clock, actor, "decline_bond_deletion", subject_of(folder), file=wish.file_id)


def end_folder(session: Session, office: Office, actor: Actor, folder: BondFolder, event: FolderEvent) -> list[str]:
    """Destroys all files and secrets of a folder; its tombstone stays. Gives the SHA-256 of what went."""
    before = FolderState(folder.state)
    folder.state = FOLDER_LIFE.after(before, event)
    gone = destroy(session, office, [file for file in folder.files if file.removed_at is None])
    folder.token_hash = folder.sealed_token = folder.sealed_password = None
    folder.password_hash = ""
    # Who it was about is nobody's business any more; number, hashes and acts are what a tombstone needs.
    folder.works_name = folder.contractor_name = folder.contractor_email = ""
    folder.changed_at = office.clock()
    audit.record(
        session,
        office.clock,
        actor,
        f"{event}_bonds",
        subject_of(folder),
        before=before,
        after=folder.state,
        policy_number=folder.policy_number,
        sha256=gone,
    )
    return gone


def destroy(session: Session, office: Office, files: Sequence[BondFile]) -> list[str]:
    """Erases the sealed bytes with their data keys; the rows say that the files once were."""
    ids = [file.id for file in files]
    session.execute(delete(BondContent).where(BondContent.file_id.in_(ids)))
    session.execute(update(BondFile).where(BondFile.replaced_by.in_(ids)).values(replaced_by=None))
    for file in files:
        file.removed_at = office.clock()
    return [file.sha256 for file in files]


def forget(office: Office, gone: Sequence[str]) -> None:
    """Not even the log of writes and the pictures keep what was destroyed."""
    for sha256 in gone:
        office.pdfs.forget(sha256)
    if gone:
        office.database.forget_old_pages()


def _check_target(session: Session, folder: BondFolder, file_id: int | None) -> None:
    asked = session.scalars(
        select(BondDeletion.file_id).where(
            BondDeletion.folder_id == folder.id, BondDeletion.state == DeletionState.REQUESTED
        )
    ).all()
    if None in asked or (file_id is not None and file_id in asked):
        raise RuleViolation("deletion_requested")
    there = {file.id for file in folder.files if file.removed_at is None}
    if file_id is not None and file_id not in there:
        raise NotFound("no_such_file")
    if file_id is not None and there <= {file_id, *asked}:
        raise RuleViolation("last_file")


def _asked(session: Session, actor: Actor, folder_id: int, deletion_id: int) -> tuple[BondFolder, BondDeletion]:
    folder = open_folder(session, actor, folder_id)
    wish = session.get(BondDeletion, deletion_id)
    if wish is None or wish.folder_id != folder.id:
        raise NotFound("no_such_deletion")
    return folder, wish


def _decide(office: Office, actor: Actor, wish: BondDeletion, event: DeletionEvent) -> None:
    wish.state = DELETION_LIFE.after(DeletionState(wish.state), event)
    wish.decided_by, wish.decided_at = actor.staff_id, office.clock()


def _carry_out(session: Session, office: Office, actor: Actor, folder: BondFolder, wish: BondDeletion) -> list[str]:
    _decide(office, actor, wish, DeletionEvent.APPROVE)
    if wish.file_id is None:
        return end_folder(session, office, actor, folder, FolderEvent.DELETE)
    gone = destroy(session, office, [file for file in folder.files if file.id == wish.file_id])
    folder.kept_until = keep_until(session, office, folder)
    audit.record(session, office.clock, actor, "delete_bond_file", subject_of(folder), file=wish.file_id, sha256=gone)
    return gone
