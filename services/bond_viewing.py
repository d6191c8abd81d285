"""Opening a folder by URL and password, and what a viewing session may see (S3-35…S3-40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from adapters.db.models import (
    BondAccess,
    BondDeletion,
    BondFile,
    BondFolder,
    BondViewing,
    OrdererDomain,
    Organisation,
)
from adapters.db.models.bond_viewing import BondAct
from adapters.passwords import token_hash
from domain.access import Actor
from domain.bonds import viewing as rules
from domain.bonds.folder import BondKind, DeletionState, FolderState, PaperKind
from domain.bonds.viewing import Ability, Standing
from domain.errors import Forbidden, Gone, InvalidInput, NotFound, TooManyTries
from services import audit, throttles
from services.bond_records import content_of, subject_of
from services.office import Office

TOUCHED_EVERY: Final = timedelta(minutes=1)
"""How exact the idle time is: pages that only read must not write each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A viewing session as the browser keeps it: its number, and the key that proves it."""

    viewing_id: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewedFile:
    """One file as a viewer may know it."""

    id: int
    number: int
    name: str
    paper: PaperKind
    sha256: str
    size: int
    pages: int
    signature_state: str
    uploaded_at: datetime
    replaced: bool
    """A corrected file came after it; it is shown all the same (S3-49)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewing:
    """What the pages of a living viewing session show."""

    id: int
    ability: Ability
    folder_id: int
    insurer: str
    policy_number: str
    kind: BondKind
    works_name: str
    contractor_name: str
    viewer: str
    """Who looks, for the watermark: the orderer's address, or the network address of who only has the password."""
    files: tuple[ViewedFile, ...]
    """The newest upload first, in its own order; those that were replaced last."""

    def file(self, file_id: int) -> ViewedFile:
        """Raises ``NotFound('no_such_file')``."""
        found = next((file for file in self.files if file.id == file_id), None)
        if found is None:
            raise NotFound("no_such_file")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A folder whose URL and password somebody just gave."""

    folder_id: int
    standing: Standing


def enter(office: Office, actor: Actor, *, url: str, password: str) -> Opened:
    """Opens a session that may look and never take (S3-39, S3-40).

    Raises ``InvalidInput('viewing_refused')`` in the same words, status and work for an unknown URL and a wrong
    password, and ``TooManyTries('too_many_viewing_tries')`` for either.
    """
    proven = prove(office, actor, url=url, password=password)
    if proven is None:
        raise InvalidInput("viewing_refused")
    with office.database.write() as session:
        return open_session(session, office, actor, proven, email="")


def prove(office: Office, actor: Actor, *, url: str, password: str, domain: str | None = None) -> Proven | None:
    """The folder behind URL and password; None if they, or the ``domain`` where one is given, are not good.

    The try is counted under the URL that was typed, whether there is such a URL or not, before anything is
    looked at, and given back when all was right: of a hundred guesses at the same moment ten are evaluated.
    """
    key, hashed = _throttle_key(url), token_hash(rules.token_in(url))
    with office.database.write() as session:
        refusal = TooManyTries("too_many_viewing_tries", minutes=throttles.minutes(rules.WINDOW))
        throttles.count(session, office, key, most=rules.TRIES, window=rules.WINDOW, refusal=refusal)
        folder = _viewable(session, hashed)
        known = domain is None or is_registered(session, domain)
        stored = folder.password_hash if folder else None
        standing = standing_of(folder, domain or "") if folder else None
    right = office.passwords.matches_code(stored, rules.read_password(password)) and known
    with office.database.write() as session:
        if right:
            throttles.give_back(session, key)
        else:
            subject = subject_of(folder) if folder else "bond:?"
            audit.record(session, office.clock, actor, "wrong_bond_password", subject)
    if not right or folder is None or standing is None:
        return None
    return Proven(folder_id=folder.id, standing=standing)


def open_session(session: Session, office: Office, actor: Actor, proven: Proven, *, email: str) -> Opened:
    """A new viewing session; with an orderer's ``email`` it may download."""
    now, key = office.clock(), office.randomness.token()
    made = BondViewing(
        key_hash=token_hash(key),
        folder_id=proven.folder_id,
        ability=Ability.DOWNLOAD if email else Ability.VIEW,
        email=email,
        domain=proven.standing.domain,
        address=actor.address,
        url_hash=proven.standing.url_hash or "",
        password_generation=proven.standing.password_generation,
        opened_at=now,
        seen_at=now,
    )
    session.add(made)
    session.flush()
    _log(session, made, BondAct.OPENED, now)
    audit.record(session, office.clock, actor, "open_bonds", f"bond:{proven.folder_id}", ability=made.ability)
    return Opened(viewing_id=made.id, key=key)


def viewing(office: Office, viewing_id: int, key: str) -> Viewing:
    """The living session of this number and key.

    Raises ``Gone('viewing_over')``: its time is over, the password or URL changed, the folder or domain is gone.
    """
    now = office.clock()
    with office.database.read() as session:
        found, folder, insurer = _alive(session, viewing_id, key, now)
        files = session.scalars(
            select(BondFile)
            .where(
                BondFile.folder_id == folder.id,
                BondFile.removed_at.is_(None),
                BondFile.id.not_in(_asked_to_go(folder.id)),
            )
            .order_by(BondFile.uploaded_at.desc(), BondFile.number)
        ).all()
    if now >= found.seen_at + TOUCHED_EVERY:
        with office.database.write() as session:
            session.execute(update(BondViewing).where(BondViewing.id == found.id).values(seen_at=now))
    shown = [_viewed(file) for file in files]
    return Viewing(
        id=found.id,
        ability=Ability(found.ability),
        folder_id=folder.id,
        insurer=insurer,
        policy_number=folder.policy_number,
        kind=BondKind(folder.kind),
        works_name=folder.works_name,
        contractor_name=folder.contractor_name,
        viewer=found.email or found.address,
        files=tuple(sorted(shown, key=lambda file: file.replaced)),
    )


def content(office: Office, shown: Viewing, file_id: int) -> bytes:
    """The bytes of one file of a living session, to make pictures of: never to be sent on. Leaves no trace."""
    shown.file(file_id)
    with office.database.read() as session:
        return content_of(session, office, session.get_one(BondFile, file_id))


def note_seen(office: Office, shown: Viewing, file_id: int) -> None:
    """Writes once for each session and file that it was looked at."""
    shown.file(file_id)
    seen = select(BondAccess.id).where(
        BondAccess.viewing_id == shown.id, BondAccess.file_id == file_id, BondAccess.act == BondAct.SEEN
    )
    with office.database.read() as session:
        if session.scalars(seen).first() is not None:
            return
    with office.database.write() as session:
        _log(session, session.get_one(BondViewing, shown.id), BondAct.SEEN, office.clock(), file_id)


def download(office: Office, actor: Actor, viewing_id: int, key: str, file_id: int) -> tuple[ViewedFile, bytes]:
    """The exact bytes, for an orderer (S3-36). Raises ``Forbidden('no_download')`` for who may only look (S3-40)."""
    shown = viewing(office, viewing_id, key)
    file, now = shown.file(file_id), office.clock()
    allowed = shown.ability is Ability.DOWNLOAD
    with office.database.write() as session:
        row = session.get_one(BondViewing, shown.id)
        _log(session, row, BondAct.DOWNLOADED if allowed else BondAct.REFUSED, now, file_id)
        if allowed:
            audit.record(session, office.clock, actor, "download_bond", f"bond:{shown.folder_id}", sha256=file.sha256)
    if not allowed:
        raise Forbidden("no_download")
    return file, content(office, shown, file_id)


def leave(office: Office, viewing_id: int, key: str) -> None:
    """Ends a session for good; of one that is over or somebody else's nothing is said."""
    with office.database.write() as session:
        session.execute(
            update(BondViewing)
            .where(
                BondViewing.id == viewing_id, BondViewing.key_hash == token_hash(key), BondViewing.ended_at.is_(None)
            )
            .values(ended_at=office.clock())
        )


def is_registered(session: Session, domain: str) -> bool:
    """Whether people of exactly this domain may download; of a subdomain that says nothing (S3-28)."""
    wanted = select(OrdererDomain.id).where(OrdererDomain.name == domain, OrdererDomain.removed_at.is_(None))
    return session.scalars(wanted).first() is not None


def standing_of(folder: BondFolder, domain: str) -> Standing:
    """What holds of a folder now."""
    return Standing(url_hash=folder.token_hash, password_generation=folder.password_generation, domain=domain)


def still_holds(session: Session, folder: BondFolder | None, then: Standing) -> bool:
    """Whether URL, password and domain are still those of ``then``, and the folder may be seen."""
    if folder is None or folder.state != FolderState.OPEN or _whole_folder_is_to_go(session, folder.id):
        return False
    domain = then.domain if not then.domain or is_registered(session, then.domain) else "removed"
    return standing_of(folder, domain) == then


def _alive(session: Session, viewing_id: int, key: str, now: datetime) -> tuple[BondViewing, BondFolder, str]:
    row = session.execute(
        select(BondViewing, BondFolder, Organisation.name)
        .join(BondFolder, BondFolder.id == BondViewing.folder_id)
        .join(Organisation, Organisation.id == BondFolder.insurer_id)
        .where(BondViewing.id == viewing_id, BondViewing.key_hash == token_hash(key), BondViewing.ended_at.is_(None))
    ).one_or_none()
    if row is None:
        raise Gone("viewing_over")
    found, folder, insurer = row
    then = Standing(url_hash=found.url_hash, password_generation=found.password_generation, domain=found.domain)
    in_time = rules.in_time(Ability(found.ability), opened_at=found.opened_at, seen_at=found.seen_at, now=now)
    if not in_time or not still_holds(session, folder, then):
        raise Gone("viewing_over")
    return found, folder, insurer


def _viewable(session: Session, hashed: str) -> BondFolder | None:
    folder = session.scalars(
        select(BondFolder).where(BondFolder.token_hash == hashed, BondFolder.state == FolderState.OPEN)
    ).one_or_none()
    # Asked in any case: an unknown URL costs what a known one costs.
    barred = _whole_folder_is_to_go(session, folder.id if folder else 0)
    return None if barred else folder


def _whole_folder_is_to_go(session: Session, folder_id: int) -> bool:
    wish = select(BondDeletion.id).where(
        BondDeletion.folder_id == folder_id,
        BondDeletion.file_id.is_(None),
        BondDeletion.state == DeletionState.REQUESTED,
    )
    return session.scalars(wish).first() is not None


def _asked_to_go(folder_id: int) -> Select[int | None]:
    return select(BondDeletion.file_id).where(
        BondDeletion.folder_id == folder_id,
        BondDeletion.file_id.is_not(None),
        BondDeletion.state == DeletionState.REQUESTED,
    )


def _viewed(file: BondFile) -> ViewedFile:
    return ViewedFile(
        id=file.id,
        number=file.number,
        name=file.name,
        paper=PaperKind(file.paper),
        sha256=file.sha256,
        size=file.size,
        pages=file.pages,
        signature_state=file.signature_state,
        uploaded_at=file.uploaded_at,
        replaced=file.replaced_by is not None,
    )


def _log(session: Session, row: BondViewing, act: BondAct, at: datetime, file_id: int | None = None) -> None:
    session.add(BondAccess(folder_id=row.folder_id, viewing_id=row.id, file_id=file_id, act=act, at=at))


def _throttle_key(url: str) -> str:
    return f"bond|{token_hash(rules.token_in(url) or url.strip())}"
