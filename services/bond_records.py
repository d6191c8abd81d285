"""Finding the folder one works on: each insurer and agency knows only its own (S3-04)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from adapters.db.models import BondContent, BondFile, BondFolder, Organisation, Representation
from adapters.passwords import token_hash
from domain.access import Actor
from domain.bonds.folder import FolderState
from domain.errors import NotFound, RuleViolation
from domain.organisation import OrganisationKind
from services.office import Office


def own(actor: Actor) -> ColumnElement[bool]:
    """Folders of the actor's house: all of an insurer's, and those an agency made for whom it still represents."""
    if actor.organisation_id is None:
        return false()
    represented = exists().where(
        Representation.agency_id == actor.organisation_id, Representation.insurer_id == BondFolder.insurer_id
    )
    return or_(
        BondFolder.insurer_id == actor.organisation_id,
        and_(BondFolder.agency_id == actor.organisation_id, represented),
    )


def own_folder(session: Session, actor: Actor, folder_id: int) -> BondFolder:
    """Raises ``NotFound('no_such_folder')``, for others' folders too."""
    found = session.scalars(select(BondFolder).where(BondFolder.id == folder_id, own(actor))).one_or_none()
    if found is None:
        raise NotFound("no_such_folder")
    return found


def open_folder(session: Session, actor: Actor, folder_id: int) -> BondFolder:
    """One's own folder, as long as it is open. Raises ``RuleViolation('folder_is_gone')`` else."""
    found = own_folder(session, actor, folder_id)
    if found.state != FolderState.OPEN:
        raise RuleViolation("folder_is_gone")
    return found


def insurers_of(session: Session, actor: Actor) -> list[Organisation]:
    """For whom the actor's house may upload: an insurer's branch for itself, an agency for whom it represents."""
    represented = select(Representation.insurer_id).where(Representation.agency_id == actor.organisation_id)
    found = session.scalars(
        select(Organisation)
        .where(
            Organisation.kind == OrganisationKind.INSURER,
            Organisation.active,
            or_(Organisation.id == actor.organisation_id, Organisation.id.in_(represented)),
        )
        .order_by(Organisation.name)
    )
    return list(found)


def subject_of(folder: BondFolder) -> str:
    """How the audit trail names a folder."""
    return f"bond:{folder.id}"


def insurer_name(session: Session, folder: BondFolder) -> str:
    return session.get_one(Organisation, folder.insurer_id).name


def content_context(request_key: str, sha256: str) -> str:
    """Where the sealed bytes of a file belong (design §3): the same before and after its folder is made."""
    return f"bond_content|{request_key}|{sha256}"


def folder_context(folder: BondFolder, column: str) -> str:
    """Where a folder's sealed URL and password belong; by its request key, which it has before its number."""
    return f"bond_folder|{folder.request_key}|{column}"


def content_of(session: Session, office: Office, file: BondFile) -> bytes:
    """The exact bytes. Raises ``NotFound('no_such_file')`` when they are destroyed."""
    kept = session.get(BondContent, file.id)
    if kept is None:
        raise NotFound("no_such_file")
    return office.secret_box.open(kept.sealed, context=content_context(file.folder.request_key, file.sha256))


def seal_url(office: Office, folder: BondFolder, token: str) -> None:
    """A new 閲覧用URL; the one before is dead from now on."""
    folder.token_hash = token_hash(token)
    folder.sealed_token = office.secret_box.seal(token.encode(), context=folder_context(folder, "sealed_token"))


def seal_password(office: Office, folder: BondFolder, password: str, password_hash: str) -> None:
    """A new 閲覧用パスワード; whoever looks with the one before has to enter this one (S3-18)."""
    folder.password_hash = password_hash
    folder.sealed_password = office.secret_box.seal(
        password.encode(), context=folder_context(folder, "sealed_password")
    )


def token_of(office: Office, folder: BondFolder) -> str:
    """Raises ``RuleViolation('url_revoked')``."""
    if folder.sealed_token is None:
        raise RuleViolation("url_revoked")
    return office.secret_box.open(folder.sealed_token, context=folder_context(folder, "sealed_token")).decode()


def password_of(office: Office, folder: BondFolder) -> str:
    """The present password of an open folder."""
    sealed = folder.sealed_password or b""
    return office.secret_box.open(sealed, context=folder_context(folder, "sealed_password")).decode()
