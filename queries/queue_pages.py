"""The quick way to a page of the list: every state is asked for its own first lines, and these are merged.

An index gives the first lines of one state at once, however many applications there are; for several states together
it would have to read all that stand between them. The questions are built once for each shape, since to put one into
words costs more than to ask it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, TextClause, bindparam, func, select, tuple_, union_all

from adapters.db.models import Application, Staff, SubmittedPaper
from adapters.db.models.application import IN_WORK
from adapters.db.prepared import Prepared
from adapters.db.types import UtcTime
from domain.certificates.application import WORK, ApplicationState
from queries.keyset import Place
from services.office import Office

KEY: Final = (Application.changed_at, Application.id)
_NEEDED: Final = (
    select(func.count()).where(SubmittedPaper.application_id == Application.id).correlate(Application).scalar_subquery()
)
_HERE: Final = (
    select(func.count(SubmittedPaper.arrived_on))
    .where(SubmittedPaper.application_id == Application.id)
    .correlate(Application)
    .scalar_subquery()
)
LINE: Final = select(
    Application.id,
    Application.code,
    Application.name,
    Application.reading,
    Application.organisation,
    Application.edition,
    Application.profile,
    Application.series,
    Application.state,
    Application.changed_at,
    Staff.name.label("taken_by"),
    _HERE.label("papers_here"),
    _NEEDED.label("papers_needed"),
).outerjoin(Staff, Staff.id == Application.taken_by)
"""A line needs a few words of each application: the answers alone would double the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What an index answers by itself."""

    states: tuple[ApplicationState, ...] = ()
    programme: str = ""
    taken_by: int | None = None
    """A member of staff."""
    before: datetime | None = None
    """Only those whose last change of state was before."""


@dataclass(frozen=True, slots=True)
class _Shape:
    arms: int
    work: bool
    """All that waits for the office, which has an index of its own."""
    programme: bool
    taken: bool
    before: bool
    placed: bool
    falling: bool


def lines(office: Office, wanted: Narrowed, *, falling: bool, place: Place | None, most: int) -> list[Any]:
    """So many lines from a place on, with the fields of ``LINE``, in the order in which they are read."""
    shape, values = _asked(wanted, falling, place)
    return office.database.ask(_lines(shape), **values, most=most)


def count(office: Office, wanted: Narrowed, *, most: int) -> int:
    """How many there are; ``most`` means as many or more."""
    shape, values = _asked(wanted, False, None)
    ((found,),) = office.database.ask(_count(shape), **values, most=most)
    return int(found)


def _asked(wanted: Narrowed, falling: bool, place: Place | None) -> tuple[_Shape, dict[str, Any]]:
    states = wanted.states
    work = states == WORK and not wanted.programme and wanted.taken_by is None
    if work:
        states = ()
    elif not states and (wanted.programme or wanted.taken_by is not None):
        # All of them, one by one: their indexes begin with the state.
        states = tuple(ApplicationState)
    shape = _Shape(
        arms=len(states),
        work=work,
        programme=bool(wanted.programme),
        taken=wanted.taken_by is not None,
        before=wanted.before is not None,
        placed=place is not None,
        falling=falling,
    )
    values: dict[str, Any] = {f"state{number}": state for number, state in enumerate(states)}
    values |= {"programme": wanted.programme, "taken_by": wanted.taken_by, "before": wanted.before}
    if place is not None:
        values["place_at"], values["place_id"] = place.key
    return shape, {name: value for name, value in values.items() if value is not None and value != ""}


@lru_cache(maxsize=256)
def _lines(shape: _Shape) -> Prepared:
    return Prepared(_lines_asked(shape))


def _lines_asked(shape: _Shape) -> Select[*tuple[Any, ...]]:
    order = [column.desc() if shape.falling else column.asc() for column in KEY]
    if shape.arms < 2:
        return LINE.where(*_conditions(shape, 0 if shape.arms else None)).order_by(*order).limit(bindparam("most"))
    arms = [
        select(*KEY).where(*_conditions(shape, number)).order_by(*order).limit(bindparam("most")).subquery()
        for number in range(shape.arms)
    ]
    merged = union_all(*(select(arm.c.changed_at, arm.c.id) for arm in arms))
    first = merged.order_by(*(merged.selected_columns[column.key] for column in KEY))
    if shape.falling:
        first = merged.order_by(*(merged.selected_columns[column.key].desc() for column in KEY))
    chosen = first.limit(bindparam("most")).subquery()
    return LINE.join(chosen, chosen.c.id == Application.id).order_by(*order)


@lru_cache(maxsize=256)
def _count(shape: _Shape) -> Prepared:
    arms = [
        select(Application.id).where(*_conditions(shape, number)).limit(bindparam("most")).subquery()
        for number in (range(shape.arms) if shape.arms else (None,))
    ]
    merged = union_all(*(select(arm.c.id) for arm in arms)).limit(bindparam("most")).subquery()
    return Prepared(select(func.count()).select_from(merged))


def _conditions(shape: _Shape, state: int | None) -> list[ColumnElement[bool] | TextClause]:
    found: list[ColumnElement[bool] | TextClause] = [IN_WORK] if shape.work else []
    if state is not None:
        found.append(Application.state == bindparam(f"state{state}"))
    if shape.programme:
        found.append(Application.programme == bindparam("programme"))
    if shape.taken:
        found.append(Application.taken_by == bindparam("taken_by"))
    if shape.before:
        found.append(Application.changed_at < bindparam("before"))
    if shape.placed:
        key, edge = tuple_(*KEY), tuple_(bindparam("place_at", type_=UtcTime()), bindparam("place_id"))
        found.append(key < edge if shape.falling else key > edge)
    return found
