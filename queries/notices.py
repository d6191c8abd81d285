"""お知らせ as the public and the office read them (S4-15, S4-16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from adapters.db.models import Notice as NoticeRow
from domain.errors import NotFound
from domain.japanese.local_time import day_in_japan
from domain.notices import Board, NoticeState
from queries.keyset import Page, Place, converted, one_page, page
from services.office import Office

KEY = (NoticeRow.dated, NoticeRow.id)
SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice."""

    id: int
    board: Board
    dated: date
    title: str
    body: str
    state: NoticeState
    version: int
    is_shown: bool
    """Whether the public sees it now: published, and its day has come."""


def newest(office: Office, *, limit: int, boards: Iterable[Board] = Board) -> list[Notice]:
    """What the public sees, newest first."""
    query = select(NoticeRow).where(_shown(office), NoticeRow.board.in_(list(boards)))
    query = query.order_by(NoticeRow.dated.desc(), NoticeRow.id.desc()).limit(limit)
    with office.database.read() as session:
        return [_notice(office, row) for row in session.scalars(query)]


def listed(office: Office, *, place: Place | None, everything: bool = False) -> Page[Notice]:
    """A page of the full list; ``everything``: drafts and those of days to come too, for the office."""
    query = select(NoticeRow) if everything else select(NoticeRow).where(_shown(office))
    with office.database.read() as session:
        wanted = one_page(query, key=KEY, descending=True, place=place, size=SIZE)
        found = page(session.scalars(wanted), key=KEY, place=place, size=SIZE)
    return converted(found, lambda row: _notice(office, row))


def one(office: Office, notice_id: int, *, everything: bool = False) -> Notice:
    """Raises ``NotFound('no_such_notice')`` also for what the public does not see yet or any longer."""
    with office.database.read() as session:
        row = session.get(NoticeRow, notice_id)
    if row is None or not (everything or _notice(office, row).is_shown):
        raise NotFound("no_such_notice")
    return _notice(office, row)


def _shown(office: Office) -> ColumnElement[bool]:
    today = day_in_japan(office.clock())
    return (NoticeRow.state == NoticeState.PUBLISHED) & (NoticeRow.dated <= today)


def _notice(office: Office, row: NoticeRow) -> Notice:
    state = NoticeState(row.state)
    return Notice(
        id=row.id,
        board=Board(row.board),
        dated=row.dated,
        title=row.title,
        body=row.body,
        state=state,
        version=row.version,
        is_shown=state is NoticeState.PUBLISHED and row.dated <= day_in_japan(office.clock()),
    )
