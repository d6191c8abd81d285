"""A question that is put into SQL once answers as SQLAlchemy does (design §3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Select, Table, Text, bindparam, select
from sqlalchemy.exc import OperationalError

from adapters.db.prepared import Prepared
from adapters.db.types import Flag, Json, UtcTime
from adapters.db.unit_of_work import Database

SEEN = Table(
    "seen",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime),
    Column("words", Json),
    Column("open", Flag),
    Column("name", Text),
)
NOON = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
OPEN_SINCE = select(SEEN).where(SEEN.c.at >= bindparam("since"), SEEN.c.open == 1)
SINCE = OPEN_SINCE.order_by(SEEN.c.id).limit(bindparam("most"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "office.sqlite3")
    with made.write() as session:
        SEEN.create(session.connection())
        rows = [
            {"id": number, "at": NOON.replace(hour=number), "words": {"髙": number}, "open": number != 4, "name": name}
            for number, name in ((2, "早い"), (3, "𠮷野家"), (4, "閉"), (5, None))
        ]
        session.execute(SEEN.insert(), rows)
    yield made
    made.close()


def test_the_rows_are_those_of_sqlalchemy_with_their_types(database: Database) -> None:
    with database.look() as records:
        expected = [tuple(row) for row in records.execute(SINCE, {"since": NOON, "most": 2})]
    found = database.ask(Prepared(SINCE), since=NOON, most=2)
    assert [tuple(row) for row in found] == expected
    assert [(row.at, row.words, row.open, row.name) for row in found] == [
        (NOON.replace(hour=3), {"髙": 3}, True, "𠮷野家"),
        (NOON.replace(hour=5), {"髙": 5}, True, None),
    ]


def test_a_value_that_is_not_given_is_no_null(database: Database) -> None:
    with pytest.raises(KeyError, match="since"):
        database.ask(Prepared(SINCE), most=2)


@pytest.mark.parametrize("refused", [select(SEEN).where(SEEN.c.id.in_([1, 2]))])
def test_a_list_of_values_is_refused_when_it_is_prepared(refused: Select[Any]) -> None:
    with pytest.raises(TypeError, match="depends on its values"):
        Prepared(refused)


def test_a_fault_is_sqlalchemys_and_tells_no_value(database: Database) -> None:
    column: Column[int] = Column("id", Integer)
    missing = select(Table("missing", MetaData(), column)).where(column == bindparam("id"))
    with pytest.raises(OperationalError, match="no such table") as fault:
        database.ask(Prepared(missing), id=4011001040781)
    assert "4011001040781" not in str(fault.value)


def test_it_sees_what_was_committed_and_holds_no_old_page(database: Database) -> None:
    question = Prepared(SINCE)
    assert len(database.ask(question, since=NOON, most=9)) == 2
    with database.write() as session:
        session.execute(SEEN.delete())
    assert database.ask(question, since=NOON, most=9) == []
    assert database.forget_old_pages()
