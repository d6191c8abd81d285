"""How many applications stand where and since when, from the counts the database keeps (``adapters.db.derived``)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, and_, bindparam, case, func, select

from adapters.db.models import ApplicationCount
from domain.certificates.application import OPEN_STATES, ApplicationState
from domain.certificates.due import AGES
from domain.japanese.local_time import day_in_japan
from services.office import Office

_SUM: Final = func.coalesce(func.sum(ApplicationCount.count), 0)
_DAY: Final = ApplicationCount.day
_EDGES: Final = ("edge0", "edge1", "edge2")
_BY_AGE: Final = (
    select(
        ApplicationCount.state,
        *(
            func.sum(case((and_(*bounds), ApplicationCount.count), else_=0))
            for bounds in (
                [bindparam(_EDGES[0]) <= _DAY],
                [bindparam(_EDGES[1]) <= _DAY, bindparam(_EDGES[0]) > _DAY],
                [bindparam(_EDGES[2]) <= _DAY, bindparam(_EDGES[1]) > _DAY],
                [bindparam(_EDGES[2]) > _DAY],
            )
        ),
    )
    .where(ApplicationCount.state.in_(sorted(OPEN_STATES)))
    .group_by(ApplicationCount.state)
)


@dataclass(frozen=True, slots=True)
class Ages:
    """How many applications of one state have stood there how long: the youngest first, by ``due.AGES``."""

    state: ApplicationState
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def total(records: Connection, states: Collection[ApplicationState] = (), programme: str = "") -> int:
    """How many there are; no state means all of them."""
    asked = select(_SUM)
    if states:
        asked = asked.where(ApplicationCount.state.in_(states))
    if programme:
        asked = asked.where(ApplicationCount.programme == programme)
    return records.execute(asked).scalar_one()


def by_age(office: Office) -> tuple[Ages, ...]:
    """Every state in which something can still happen, in the order of an application's life."""
    return office.database.kept(ages, day_in_japan(office.clock()))


def ages(records: Connection, today: date) -> tuple[Ages, ...]:
    """As ``by_age``, on a day."""
    edges = {name: today - timedelta(days=days - 1) for name, days in zip(_EDGES, AGES, strict=True)}
    found = {state: tuple(counts) for state, *counts in records.execute(_BY_AGE, edges)}
    none = (0,) * (len(AGES) + 1)
    return tuple(Ages(state, found.get(state, none)) for state in ApplicationState if state in OPEN_STATES)
