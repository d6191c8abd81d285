"""Which applications a text may mean: a name, a reading, an organisation, an address, any of their numbers (S4-140)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, select, text
from sqlalchemy.orm import InstrumentedAttribute

from adapters.db.models import Application, Certificate
from domain.certificates.search import LONGEST_TEXT, looked_for
from domain.japanese.width import half_width

MOST: Final = 1_000
"""So many of the newest are looked at, whatever a word like 株式会社 means: no answer may grow with the office."""
FEWEST_DIGITS: Final = 4
"""Fewer digits begin too many parcels' numbers to be meant as one."""

_BY_WORDS: Final = text(
    "SELECT rowid FROM application_search WHERE application_search MATCH :words ORDER BY rowid DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Hits:
    """Numbers of applications, and whether older ones were left out."""

    ids: frozenset[int]
    more: bool


def hits(records: Connection, sought: str) -> Hits:
    """What the text means, among the newest."""
    sought = sought.strip()[:LONGEST_TEXT]
    found: set[int] = set()
    if words := looked_for(sought):
        found.update(records.scalars(_BY_WORDS, {"words": words, "most": MOST + 1}))
    more = len(found) > MOST
    for question in _by_number(half_width("".join(sought.split()))):
        found.update(records.scalars(question.limit(MOST)))
    return Hits(frozenset(sorted(found, reverse=True)[:MOST]), more)


def _by_number(packed: str) -> Iterator[Select[Any]]:
    code = packed.upper().replace("-", "")
    if not code.isascii() or not code.isalnum():
        return
    yield select(Application.id).where(_begins(Application.code, code))
    yield select(Certificate.application_id).where(_begins(Certificate.contract_number, code))
    yield select(Certificate.application_id).where(Certificate.serial_number == code.lower().rjust(40, "0"))
    if code.isdigit() and len(code) >= FEWEST_DIGITS:
        posted = Application.posted_number
        # Said in words, so that the index of those that were posted is used.
        yield select(Application.id).where(posted != "", _begins(posted, packed) | _begins(posted, code))


def _begins(column: InstrumentedAttribute[str], beginning: str) -> ColumnElement[bool]:
    """As a range, which an index answers; LIKE would read the whole table."""
    return and_(column >= beginning, column < beginning + "\U0010ffff")
