"""Whether a PDF somebody holds is a registered bond, asked by its SHA-256 alone (design §7)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import BondDeletion, BondFile, BondFolder
from domain.access import Actor
from domain.bonds import verification as rules
from domain.bonds.folder import DeletionState, FolderState
from domain.bonds.verification import Registration
from domain.errors import TooManyTries
from services import throttles
from services.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is said; of whose folder, which number or how many there are, nothing is."""

    sha256: str
    registration: Registration
    signature_state: str = ""
    """As found at upload; empty for what was never registered."""


def verify(office: Office, actor: Actor, typed: str) -> Verdict:
    """What holds of the file with this SHA-256.

    Raises ``InvalidInput``: ``required``, ``not_a_sha256``; ``TooManyTries('too_many_verifications')``.
    """
    sha256 = rules.sha256_in(typed)
    with office.database.write() as session:
        refusal = TooManyTries("too_many_verifications", minutes=throttles.minutes(rules.WINDOW))
        key = f"verify|{actor.address}"
        throttles.count(session, office, key, most=rules.TRIES, window=rules.WINDOW, refusal=refusal)
    with office.database.read() as session:
        found = [
            (_registration(session, file, folder), file.signature_state)
            for file, folder in session.execute(
                select(BondFile, BondFolder)
                .join(BondFolder, BondFolder.id == BondFile.folder_id)
                .where(BondFile.sha256 == sha256)
            )
        ]
    for registration in Registration:
        for state, signature_state in found:
            if state is registration:
                return Verdict(sha256=sha256, registration=state, signature_state=signature_state)
    return Verdict(sha256=sha256, registration=Registration.UNKNOWN)


def _registration(session: Session, file: BondFile, folder: BondFolder) -> Registration:
    if folder.state == FolderState.EXPIRED:
        return Registration.EXPIRED
    if file.removed_at is not None or _is_to_go(session, file):
        return Registration.WITHDRAWN
    return Registration.REPLACED if file.replaced_by is not None else Registration.CURRENT


def _is_to_go(session: Session, file: BondFile) -> bool:
    """Whether somebody asked for its deletion: until that is decided, nobody should rely on it."""
    wish = select(BondDeletion.id).where(
        BondDeletion.folder_id == file.folder_id,
        BondDeletion.state == DeletionState.REQUESTED,
        BondDeletion.file_id.is_(None) | (BondDeletion.file_id == file.id),
    )
    return session.scalars(wish).first() is not None
