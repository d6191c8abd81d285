"""Writing, publishing and withdrawing お知らせ (S4-16)."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from adapters.db.models import Notice as NoticeRow
from domain.access import Actor, Permission
from domain.errors import NotFound, RuleViolation
from domain.notices import NOTICE, Notice, NoticeEvent, NoticeState
from services import audit
from services.office import Office


def write(office: Office, actor: Actor, notice: Notice) -> int:
    """A new draft; gives its number. Raises ``InvalidInput`` at the field."""
    actor.require(Permission.MANAGE_OFFICE)
    notice, now = notice.checked(), office.clock()
    with office.database.write() as session:
        row = NoticeRow(
            board=notice.board, dated=notice.dated, title=notice.title, body=notice.body, made_at=now, changed_at=now
        )
        session.add(row)
        session.flush()
        _note(session, office, actor, "write_notice", row.id, title=notice.title)
        return row.id


def rewrite(office: Office, actor: Actor, notice_id: int, notice: Notice, *, version: int) -> None:
    """Changes the words of a notice, published or not.

    Raises ``InvalidInput`` at the field, ``NotFound('no_such_notice')``, ``RuleViolation('notice_changed_meanwhile')``.
    """
    actor.require(Permission.MANAGE_OFFICE)
    notice = notice.checked()
    with office.database.write() as session:
        before = _one(session, notice_id)
        _change(session, office, notice_id, version, **_fields(notice))
        _note(session, office, actor, "rewrite_notice", notice_id, before=before.title, after=notice.title)


def publish(office: Office, actor: Actor, notice_id: int) -> None:
    """From its day on the public sees it. Raises ``NotFound``, ``RuleViolation('not_possible_now')``."""
    _move(office, actor, notice_id, NoticeEvent.PUBLISH)


def withdraw(office: Office, actor: Actor, notice_id: int) -> None:
    """Nobody outside sees it any longer. Raises as ``publish``."""
    _move(office, actor, notice_id, NoticeEvent.WITHDRAW)


def _move(office: Office, actor: Actor, notice_id: int, event: NoticeEvent) -> None:
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.write() as session:
        row = _one(session, notice_id)
        state = NOTICE.after(NoticeState(row.state), event)
        _change(session, office, notice_id, row.version, state=state)
        _note(session, office, actor, f"{event}_notice", notice_id, title=row.title, dated=row.dated.isoformat())


def _one(session: Session, notice_id: int) -> NoticeRow:
    found = session.get(NoticeRow, notice_id)
    if found is None:
        raise NotFound("no_such_notice")
    return found


def _change(session: Session, office: Office, notice_id: int, version: int, **values: object) -> None:
    changed = session.scalars(
        update(NoticeRow)
        .where(NoticeRow.id == notice_id, NoticeRow.version == version)
        .values(changed_at=office.clock(), version=NoticeRow.version + 1, **values)
        .returning(NoticeRow.id)
    ).one_or_none()
    if changed is None:
        raise RuleViolation("notice_changed_meanwhile")


def _fields(notice: Notice) -> dict[str, object]:
    return {"board": notice.board, "dated": notice.dated, "title": notice.title, "body": notice.body}


def _note(session: Session, office: Office, actor: Actor, action: str, notice_id: int, **details: str) -> None:
    audit.record(session, office.clock, actor, action, f"notice:{notice_id}", **details)
