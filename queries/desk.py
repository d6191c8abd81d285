"""What waits, and since when, for the start page of the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, func, select

from adapters.db.models import Application, ApplicationCount
from domain.certificates.application import OPEN_STATES, ApplicationState
from queries.application_queue import download_is_locked, receipt_is_overdue
from services.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many applications stand in a state, and since when the oldest does."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that waits in the office."""

    by_state: dict[ApplicationState, Waiting]
    overdue_receipts: int
    """Receipts not back after their 受領書送付期限日 (S4-178, S4-180)."""
    locked_downloads: int

    def waiting(self, state: ApplicationState) -> Waiting:
        return self.by_state.get(state, Waiting(count=0, oldest=None))


def desk(office: Office) -> Desk:
    """Counts what waits."""
    with office.database.read() as session:
        counts = dict(session.execute(_COUNTS).all())
        by_state = {
            state: Waiting(count=counts[state], oldest=session.scalar(_OLDEST, {"state": state}))
            for state in OPEN_STATES & counts.keys()
        }
        overdue = session.scalar(_count().where(receipt_is_overdue(office)))
        locked = session.scalar(_count().where(download_is_locked(office)))
    return Desk(by_state=by_state, overdue_receipts=overdue or 0, locked_downloads=locked or 0)


_COUNTS = select(ApplicationCount.state, func.sum(ApplicationCount.count)).group_by(ApplicationCount.state)
_OLDEST = select(func.min(Application.changed_at)).where(Application.state == bindparam("state"))
"""Of one state at a time, whose index gives it at once; of all together, every row would be read."""


def _count() -> Select[int]:
    return select(func.count()).select_from(Application)
