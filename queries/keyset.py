"""Pages of a list by the key of the first or last row: quick at any depth, and nothing is shown twice (design §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

T = TypeVar("T")
SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page begins (``after`` a row) or ends (``before`` a row), in the order of the list."""

    key: tuple[Any, ...]
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """The rows of one page, and where the neighbouring pages stand (None: there is none)."""

    rows: tuple[T, ...]
    previous: Place | None
    following: Place | None


def one_page(
    query: Select[*tuple[Any, ...]],
    *,
    key: Sequence[InstrumentedAttribute[Any]],
    descending: bool,
    place: Place | None,
    size: int = SIZE,
) -> Select[*tuple[Any, ...]]:
    """The question for one page of a list that is ordered by ``key``, a unique combination of columns."""
    # Backwards the list is read from its other end; ``page`` turns it round.
    falling = descending != _backwards(place)
    if place is not None:
        columns = tuple_(*key)
        query = query.where(columns < place.key if falling else columns > place.key)
    order = [column.desc() if falling else column.asc() for column in key]
    return query.order_by(*order).limit(size + 1)


def page(
    answer: Iterable[T], *, key: Sequence[InstrumentedAttribute[Any]], place: Place | None, size: int = SIZE
) -> Page[T]:
    """The page from the answer to ``one_page``: objects or rows that carry the columns of ``key`` by their names."""
    found = list(answer)
    more, rows = len(found) > size, found[:size]
    if _backwards(place):
        rows.reverse()
    has_previous = more if _backwards(place) else place is not None
    has_following = _backwards(place) or more
    return Page(
        rows=tuple(rows),
        previous=Place(key=_key(rows[0], key), before=True) if rows and has_previous else None,
        following=Place(key=_key(rows[-1], key)) if rows and has_following else None,
    )


def _backwards(place: Place | None) -> bool:
    return place is not None and place.before


def converted(found: Page[Any], convert: Callable[[Any], T]) -> Page[T]:
    """The same page with plain values in place of database rows."""
    rows = tuple(convert(row) for row in found.rows)
    return Page(rows=rows, previous=found.previous, following=found.following)


def _key(row: object, key: Sequence[InstrumentedAttribute[Any]]) -> tuple[Any, ...]:
    return tuple(getattr(row, column.key) for column in key)
