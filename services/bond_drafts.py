"""Uploads that are being prepared: a refused file or field loses neither what was typed nor the good files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, load_only

from adapters.db.models import BondDraft, BondDraftFile, BondFile
from domain.access import Actor, Permission
from domain.bonds import folder as rules
from domain.errors import InvalidInput, NotFound
from domain.pdf import PdfFacts
from services.bond_records import content_context, open_folder
from services.office import Office

KEPT: Final = timedelta(days=1)
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """A file that passed its checks and waits."""

    id: int
    name: str
    size: int
    pages: int
    signature_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What there is of an upload so far."""

    typed: Mapping[str, str]
    files: tuple[StagedFile, ...]


def draft(office: Office, actor: Actor, key: str, *, folder_id: int | None) -> Draft:
    """What the person prepared under a key; empty if nothing yet."""
    with office.database.read() as session:
        found = _mine(session, actor, key, folder_id)
        files = session.scalars(_light(key)) if found else ()
        return Draft(
            typed=found.typed if found else {},
            files=tuple(
                StagedFile(id=f.id, name=f.name, size=f.size, pages=f.pages, signature_state=f.signature_state)
                for f in files
            ),
        )


def keep_typed(office: Office, actor: Actor, key: str, typed: Mapping[str, str], *, folder_id: int | None) -> None:
    """Keeps what was typed, right or wrong."""
    actor.require(Permission.UPLOAD_BONDS)
    with office.database.write() as session:
        _begun(session, office, actor, key, folder_id).typed = dict(typed)


def add_file(office: Office, actor: Actor, key: str, *, folder_id: int | None, name: str, content: bytes) -> int:
    """Checks a file and keeps it sealed; gives its number.

    Raises ``InvalidInput`` at ``file``: ``not_named_pdf``, ``file_twice``, ``too_many_files``, or why the PDF
    is refused (design §7).
    """
    actor.require(Permission.UPLOAD_BONDS)
    saved_as = rules.file_name(name)
    facts = office.pdfs.check(content)
    with office.database.write() as session:
        begun = _begun(session, office, actor, key, folder_id)
        owner = key
        if folder_id is not None:
            owner = open_folder(session, actor, folder_id).request_key
        _refuse_surplus(session, begun, facts.sha256)
        sealed = office.secret_box.seal(content, context=content_context(owner, facts.sha256))
        made = BondDraftFile(draft_key=key, name=saved_as, sealed=sealed, **_columns(facts))
        session.add(made)
        session.flush()
        return made.id


def drop_file(office: Office, actor: Actor, key: str, file_id: int, *, folder_id: int | None) -> None:
    """Takes a file out again."""
    with office.database.write() as session:
        if _mine(session, actor, key, folder_id) is None:
            raise NotFound("no_such_draft")
        session.execute(delete(BondDraftFile).where(BondDraftFile.id == file_id, BondDraftFile.draft_key == key))


def take(session: Session, actor: Actor, key: str, *, folder_id: int | None) -> list[BondDraftFile]:
    """The files of a draft that is now carried out. Raises ``InvalidInput('no_files')``."""
    _mine(session, actor, key, folder_id)
    files = list(
        session.scalars(select(BondDraftFile).where(BondDraftFile.draft_key == key).order_by(BondDraftFile.id))
    )
    if not files:
        raise InvalidInput("no_files", "files")
    return files


def discard(session: Session, key: str) -> None:
    """Erases a draft with its files."""
    session.execute(delete(BondDraftFile).where(BondDraftFile.draft_key == key))
    session.execute(delete(BondDraft).where(BondDraft.key == key))


def forget_old(office: Office) -> int:
    """Erases what nobody came back to within a day; gives the count."""
    with office.database.write() as session:
        old = list(session.scalars(select(BondDraft.key).where(BondDraft.made_at <= office.clock() - KEPT)))
        for key in old:
            discard(session, key)
    if old:
        office.database.forget_old_pages()
    return len(old)


def _light(key: str) -> Select[BondDraftFile]:
    """Without the bytes, which a page does not need."""
    shown = (BondDraftFile.name, BondDraftFile.size, BondDraftFile.pages, BondDraftFile.signature_state)
    return (
        select(BondDraftFile)
        .options(load_only(*shown, raiseload=True))
        .where(BondDraftFile.draft_key == key)
        .order_by(BondDraftFile.id)
    )


def _mine(session: Session, actor: Actor, key: str, folder_id: int | None) -> BondDraft | None:
    """Raises ``NotFound`` for a draft of somebody else, or for another folder."""
    found = session.get(BondDraft, key)
    if found is not None and (found.staff_id != actor.staff_id or found.folder_id != folder_id):
        raise NotFound("no_such_draft")
    return found


def _begun(session: Session, office: Office, actor: Actor, key: str, folder_id: int | None) -> BondDraft:
    found = _mine(session, actor, key, folder_id)
    if found is None:
        if not _KEY.fullmatch(key):
            raise NotFound("no_such_draft")
        if folder_id is not None:
            open_folder(session, actor, folder_id)
        found = BondDraft(key=key, staff_id=actor.staff_id or 0, folder_id=folder_id, typed={}, made_at=office.clock())
        session.add(found)
        session.flush()
    return found


def _refuse_surplus(session: Session, begun: BondDraft, sha256: str) -> None:
    there = session.scalar(select(func.count()).select_from(BondDraftFile).where(BondDraftFile.draft_key == begun.key))
    if (there or 0) >= rules.MOST_FILES:
        raise InvalidInput("too_many_files", "file", most=rules.MOST_FILES)
    staged = select(BondDraftFile.id).where(BondDraftFile.draft_key == begun.key, BondDraftFile.sha256 == sha256)
    stored = select(BondFile.id).where(
        BondFile.folder_id == begun.folder_id, BondFile.sha256 == sha256, BondFile.removed_at.is_(None)
    )
    if session.scalars(staged.union_all(stored)).first() is not None:
        raise InvalidInput("file_twice", "file")


def _columns(facts: PdfFacts) -> dict[str, object]:
    return {
        "sha256": facts.sha256,
        "size": facts.size,
        "pages": facts.pages,
        "signatures": [{key: str(value) for key, value in asdict(one).items()} for one in facts.signatures],
        "signature_state": facts.signature_state,
    }
