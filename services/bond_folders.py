"""Folders: new ones, additional uploads, passwords and URLs (S3-16…S3-25)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import BondContent, BondDraftFile, BondFile, BondFolder
from domain.access import Actor, Permission
from domain.bonds import retention, viewing
from domain.bonds.folder import BondKind, FolderState, PaperKind
from domain.errors import InvalidInput, NotFound, RuleViolation
from domain.japanese.local_time import day_in_japan
from domain.settings.table import BOND_YEARS
from services import audit, bond_drafts, bond_mails, settings
from services.bond_records import (
    insurers_of,
    open_folder,
    own_folder,
    password_of,
    seal_password,
    seal_url,
    subject_of,
    token_of,
)
from services.office import Office

LAST_YEARS = 60
"""No insurance ends later than that from today: a slip of the finger in the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFacts:
    """What a new folder says of its contract, each value already in its form."""

    insurer_id: int
    policy_number: str
    kind: BondKind
    works_name: str
    contractor_name: str
    contractor_email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What one file of an upload is, and which file of the folder it replaces."""

    paper: PaperKind
    replaces: int | None = None


def register(
    office: Office,
    actor: Actor,
    key: str,
    facts: FolderFacts,
    *,
    insurance_end: date,
    places: Mapping[int, Place],
) -> int:
    """Makes the folder of a draft, with its mails; gives its id, also at a second press (S3-16, S3-17).

    Raises ``InvalidInput``: ``no_files``, ``not_a_choice`` (an insurer one does not represent),
    ``policy_number_taken``, ``end_too_early``, ``end_too_late``.
    """
    actor.require(Permission.UPLOAD_BONDS)
    _check_end(office, insurance_end)
    token, (password, password_hash) = office.randomness.token(), _new_password(office)
    now = office.clock()
    with office.database.write() as session:
        made_before = session.scalars(select(BondFolder).where(BondFolder.request_key == key)).one_or_none()
        if made_before is not None:
            return own_folder(session, actor, made_before.id).id
        if facts.insurer_id not in {insurer.id for insurer in insurers_of(session, actor)}:
            raise InvalidInput("not_a_choice", "insurer")
        _refuse_taken(session, facts)
        staged = bond_drafts.take(session, actor, key, folder_id=None)
        folder = BondFolder(
            request_key=key,
            insurer_id=facts.insurer_id,
            agency_id=None if actor.organisation_id == facts.insurer_id else actor.organisation_id,
            policy_number=facts.policy_number,
            kind=facts.kind,
            works_name=facts.works_name,
            contractor_name=facts.contractor_name,
            contractor_email=facts.contractor_email,
            password_generation=1,
            kept_until=insurance_end,
            made_at=now,
            changed_at=now,
        )
        seal_url(office, folder, token)
        seal_password(office, folder, password, password_hash)
        session.add(folder)
        session.flush()
        _take_in(session, actor, folder, staged, places, insurance_end, now)
        folder.kept_until = keep_until(session, office, folder)
        bond_drafts.discard(session, key)
        audit.record(
            session,
            office.clock,
            actor,
            "register_bonds",
            subject_of(folder),
            insurer=folder.insurer_id,
            policy_number=folder.policy_number,
            sha256=[file.sha256 for file in folder.files],
        )
        bond_mails.send_url(session, office, folder, token)
        bond_mails.send_password(session, office, folder, password, staff_id=actor.staff_id)
        return folder.id


def made_with(office: Office, actor: Actor, key: str) -> int | None:
    """The folder that a draft has become already: a second press finds it."""
    with office.database.read() as session:
        found = session.scalars(select(BondFolder).where(BondFolder.request_key == key)).one_or_none()
        return own_folder(session, actor, found.id).id if found else None


def add(
    office: Office, actor: Actor, folder_id: int, key: str, *, insurance_end: date, places: Mapping[int, Place]
) -> None:
    """追加アップロード: the URL stays, the password changes, and viewing sessions end (S3-18, S3-19, S3-49).

    A second press finds its draft gone and changes nothing. Raises as ``register``.
    """
    actor.require(Permission.UPLOAD_BONDS)
    _check_end(office, insurance_end)
    password, password_hash = _new_password(office)
    now = office.clock()
    with office.database.write() as session:
        folder = open_folder(session, actor, folder_id)
        staged = bond_drafts.take(session, actor, key, folder_id=folder_id)
        first = len(folder.files)
        _take_in(session, actor, folder, staged, places, insurance_end, now)
        folder.kept_until = keep_until(session, office, folder)
        bond_drafts.discard(session, key)
        _change_password(office, folder, password, password_hash)
        hashes = [file.sha256 for file in folder.files[first:]]
        audit.record(session, office.clock, actor, "add_bonds", subject_of(folder), sha256=hashes)
        if folder.sealed_token is not None:
            bond_mails.send_url(session, office, folder, token_of(office, folder), added=True)
        bond_mails.send_password(session, office, folder, password, staff_id=actor.staff_id)


def new_password(office: Office, actor: Actor, folder_id: int) -> None:
    """Another password, mailed to who asked for it; who looks with the old one is out."""
    actor.require(Permission.UPLOAD_BONDS)
    password, password_hash = _new_password(office)
    with office.database.write() as session:
        folder = open_folder(session, actor, folder_id)
        _change_password(office, folder, password, password_hash)
        audit.record(session, office.clock, actor, "renew_bond_password", subject_of(folder))
        bond_mails.send_password(session, office, folder, password, staff_id=actor.staff_id)


def resend_password(office: Office, actor: Actor, folder_id: int) -> None:
    """The present password once more, to who asks (S3-25)."""
    actor.require(Permission.UPLOAD_BONDS)
    with office.database.write() as session:
        folder = open_folder(session, actor, folder_id)
        audit.record(session, office.clock, actor, "resend_bond_password", subject_of(folder))
        bond_mails.send_password(session, office, folder, password_of(office, folder), staff_id=actor.staff_id)


def resend_url(office: Office, actor: Actor, folder_id: int) -> None:
    """The present URL once more, to the contractor (S3-25). Raises ``RuleViolation('url_revoked')``."""
    actor.require(Permission.UPLOAD_BONDS)
    with office.database.write() as session:
        folder = open_folder(session, actor, folder_id)
        token = token_of(office, folder)
        audit.record(session, office.clock, actor, "resend_bond_url", subject_of(folder))
        bond_mails.send_url(session, office, folder, token)


def revoke_url(office: Office, actor: Actor, folder_id: int) -> None:
    """Nobody can open the folder any more until it has a new URL. Raises ``RuleViolation('url_revoked')``."""
    actor.require(Permission.UPLOAD_BONDS)
    with office.database.write() as session:
        folder = open_folder(session, actor, folder_id)
        token_of(office, folder)
        folder.token_hash = folder.sealed_token = None
        folder.changed_at = office.clock()
        audit.record(session, office.clock, actor, "revoke_bond_url", subject_of(folder))
    office.database.forget_old_pages()


def new_url(office: Office, actor: Actor, folder_id: int, *, contractor_email: str) -> None:
    """Another URL, to the contractor's address, which may be corrected by the way; the old URL is dead."""
    actor.require(Permission.UPLOAD_BONDS)
    token = office.randomness.token()
    with office.database.write() as session:
        folder = open_folder(session, actor, folder_id)
        corrected = folder.contractor_email != contractor_email
        folder.contractor_email = contractor_email
        folder.changed_at = office.clock()
        seal_url(office, folder, token)
        audit.record(session, office.clock, actor, "renew_bond_url", subject_of(folder), corrected=corrected)
        bond_mails.send_url(session, office, folder, token)


def _check_end(office: Office, end: date) -> None:
    today, years = day_in_japan(office.clock()), settings.value(office, BOND_YEARS)
    if retention.last_day(end, years) < today:
        raise InvalidInput("end_too_early", "insurance_end", years=years)
    if end.year > today.year + LAST_YEARS:
        raise InvalidInput("end_too_late", "insurance_end")


def _new_password(office: Office) -> tuple[str, str]:
    """Password and hash, made before any transaction."""
    password = viewing.new_password(office.randomness.letters)
    return password, office.passwords.hash_code(password)


def _change_password(office: Office, folder: BondFolder, password: str, password_hash: str) -> None:
    seal_password(office, folder, password, password_hash)
    folder.password_generation += 1
    folder.changed_at = office.clock()


def _refuse_taken(session: Session, facts: FolderFacts) -> None:
    taken = select(BondFolder.id).where(
        BondFolder.insurer_id == facts.insurer_id,
        BondFolder.policy_number == facts.policy_number,
        BondFolder.state == FolderState.OPEN,
    )
    if session.scalars(taken).first() is not None:
        raise InvalidInput("policy_number_taken", "policy_number")


def _take_in(
    session: Session,
    actor: Actor,
    folder: BondFolder,
    staged: list[BondDraftFile],
    places: Mapping[int, Place],
    insurance_end: date,
    now: datetime,
) -> None:
    """Moves files into the folder, and marks what they replace."""
    before = {file.id: file for file in folder.files}
    for draft_file in staged:
        place = places.get(draft_file.id, Place(paper=PaperKind.BOND))
        if place.replaces is not None and place.replaces not in before:
            raise NotFound("no_such_file")
        file = BondFile(
            folder_id=folder.id,
            number=max((known.number for known in folder.files), default=0) + 1,
            name=draft_file.name,
            paper=place.paper,
            sha256=draft_file.sha256,
            size=draft_file.size,
            pages=draft_file.pages,
            signatures=draft_file.signatures,
            signature_state=draft_file.signature_state,
            insurance_end=insurance_end,
            uploaded_at=now,
            uploaded_by=actor.staff_id or 0,
        )
        folder.files.append(file)
        session.flush()
        session.add(BondContent(file_id=file.id, sealed=draft_file.sealed))
        if place.replaces is not None:
            replaced = before[place.replaces]
            if replaced.replaced_by is not None or replaced.removed_at is not None:
                raise RuleViolation("replaced_already")
            replaced.replaced_by = file.id


def keep_until(session: Session, office: Office, folder: BondFolder) -> date:
    """By the files that are there and the years that hold now (S3-47).

    Kept with the folder, so that another number of years typed later destroys nothing by itself.
    """
    uploads = (retention.Upload(file.number, file.insurance_end) for file in folder.files if file.removed_at is None)
    return retention.kept_until(uploads, settings.value(office, BOND_YEARS, session))
