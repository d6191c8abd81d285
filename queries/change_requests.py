"""登録情報変更申請書 as the office sees them: what waits, and what was changed when and by whom (S4-191)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from adapters.db.models import Application, ChangeRequest, Staff
from domain.certificates.change_request import ITEMS, ChangeState
from queries.before_after import BeforeAfter
from services.office import Office

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedItem(BeforeAfter):
    """One of the three, before and after."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One paper."""

    id: int
    code: str
    name: str
    state: ChangeState
    received_on: date
    received_by: str
    items: tuple[ChangedItem, ...]
    decided_at: datetime | None
    decided_by: str
    refusal: str


_Receiver, _Decider = aliased(Staff), aliased(Staff)


def of_application(office: Office, code: str) -> list[Change]:
    """Every paper of an application, the newest first."""
    with office.database.read() as session:
        return _changes(session, _all().where(Application.code == code).order_by(ChangeRequest.id.desc()))


def waiting(office: Office) -> list[Change]:
    """What is registered and not yet done, the oldest first."""
    with office.database.read() as session:
        asked = _all().where(ChangeRequest.state == ChangeState.RECEIVED)
        return _changes(session, asked.order_by(ChangeRequest.id).limit(MOST))


def _all() -> Select[ChangeRequest, str, str, str, str]:
    return (
        select(ChangeRequest, Application.code, Application.name, _Receiver.name, _Decider.name)
        .join(Application, Application.id == ChangeRequest.application_id)
        .outerjoin(_Receiver, _Receiver.id == ChangeRequest.received_by)
        .outerjoin(_Decider, _Decider.id == ChangeRequest.decided_by)
    )


def _changes(session: Session, wanted: Select[ChangeRequest, str, str, str, str]) -> list[Change]:
    return [
        Change(
            id=row.id,
            code=code,
            name=name,
            state=ChangeState(row.state),
            received_on=row.received_on,
            received_by=receiver or "",
            items=tuple(
                ChangedItem(label=label, before=row.before.get(key, ""), after=row.after[key])
                for key, label in ITEMS.items()
                if key in row.after
            ),
            decided_at=row.decided_at,
            decided_by=decider or "",
            refusal=row.refusal,
        )
        for row, code, name, receiver, decider in session.execute(wanted)
    ]
