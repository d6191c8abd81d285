"""The list of folders of one's own house (S3-04, S3-17, S3-47)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from adapters.db.models import BondDeletion, BondFile, BondFolder, Organisation
from domain.access import Actor
from domain.bonds.folder import DeletionState, FolderState
from domain.bonds.retention import warned_up_to
from domain.japanese.local_time import day_in_japan
from domain.japanese.width import half_width
from domain.settings.table import BOND_WARNING_MONTHS
from queries.keyset import SIZE, Page, Place, converted, one_page, page
from services import settings
from services.bond_records import own
from services.office import Office

LONGEST_TEXT = 100
FILTERS = ("open", "requested", "due", "gone", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRow:
    """One folder as one line."""

    id: int
    policy_number: str
    insurer: str
    kind: str
    contractor_name: str
    works_name: str
    state: str
    """``open``, ``requested``, ``revoked``, ``deleted`` or ``expired``."""
    files: int
    kept_until: date
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """A page of the list, how many there are, and how many are about to be deleted by time."""

    page: Page[FolderRow]
    count: int
    due: int


def folders(
    office: Office, actor: Actor, *, text: str = "", wanted: str = "open", place: Place | None = None, size: int = SIZE
) -> Folders:
    """Folders of the actor's house by their last change, the newest first."""
    mine = own(actor)
    conditions = [mine, *_conditions(office, text, wanted)]
    with office.database.read() as session:
        count = session.scalar(select(func.count()).select_from(BondFolder).where(*conditions)) or 0
        due = session.scalar(select(func.count()).select_from(BondFolder).where(mine, _is_due(office))) or 0
        question = one_page(
            select(BondFolder, Organisation.name, _files(), _is_asked(), *_KEY)
            .join(Organisation, Organisation.id == BondFolder.insurer_id)
            .where(*conditions),
            key=_KEY,
            descending=True,
            place=place,
            size=size,
        )
        found = page(session.execute(question), key=_KEY, place=place, size=size)
        return Folders(page=converted(found, lambda row: _row(*row[:4])), count=count, due=due)


_KEY: tuple[InstrumentedAttribute[datetime], InstrumentedAttribute[int]] = (BondFolder.changed_at, BondFolder.id)


def _conditions(office: Office, text: str, wanted: str) -> list[ColumnElement[bool]]:
    is_open = BondFolder.state == FolderState.OPEN
    by_filter = {
        "open": [is_open],
        "requested": [is_open, _is_asked()],
        "due": [_is_due(office)],
        "gone": [BondFolder.state != FolderState.OPEN],
    }
    conditions: list[ColumnElement[bool]] = list(by_filter.get(wanted, []))
    if packed := "".join(text.split())[:LONGEST_TEXT]:
        conditions.append(
            or_(
                BondFolder.policy_number.contains(half_width(packed).upper(), autoescape=True),
                func.replace(BondFolder.contractor_name, " ", "").contains(packed, autoescape=True),
                func.replace(BondFolder.works_name, " ", "").contains(packed, autoescape=True),
            )
        )
    return conditions


def _is_due(office: Office) -> ColumnElement[bool]:
    """Within a month of the last day, or what the office set (S3-47)."""
    last = warned_up_to(day_in_japan(office.clock()), settings.value(office, BOND_WARNING_MONTHS))
    return (BondFolder.state == FolderState.OPEN) & (BondFolder.kept_until <= last)


def _is_asked() -> ColumnElement[bool]:
    return exists().where(BondDeletion.folder_id == BondFolder.id, BondDeletion.state == DeletionState.REQUESTED)


def _files() -> ColumnElement[int]:
    return (
        select(func.count())
        .where(BondFile.folder_id == BondFolder.id, BondFile.removed_at.is_(None))
        .correlate(BondFolder)
        .scalar_subquery()
    )


def _row(folder: BondFolder, insurer: str, files: int, asked: bool) -> FolderRow:
    return FolderRow(
        id=folder.id,
        policy_number=folder.policy_number,
        insurer=insurer,
        kind=folder.kind,
        contractor_name=folder.contractor_name,
        works_name=folder.works_name,
        state=shown_state(folder, asked=asked),
        files=files,
        kept_until=folder.kept_until,
        changed_at=folder.changed_at,
    )


def shown_state(folder: BondFolder, *, asked: bool) -> str:
    """The state as people need it: an open folder may be barred by a request or a revoked URL."""
    if folder.state != FolderState.OPEN:
        return folder.state
    if asked:
        return DeletionState.REQUESTED
    return "revoked" if folder.token_hash is None else FolderState.OPEN
