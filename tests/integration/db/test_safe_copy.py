"""Before a database changes its shape, a copy is made and read back (one file to deploy: upgrade)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import text

from adapters.db.migrate import alembic_config, revision_of, upgrade
from adapters.db.safe_copy import BadCopy
from adapters.db.unit_of_work import Database

FIRST = "0001"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database of the first release, with a row in it."""
    file = tmp_path / "office.sqlite3"
    database = Database(file)
    command.upgrade(alembic_config(database), FIRST)
    with database.write() as session:
        session.execute(text("INSERT INTO setting (name, value) VALUES ('kept', '\"yes\"')"))
    database.close()
    return file


def copies(file: Path) -> list[Path]:
    return sorted(file.parent.glob("before-upgrade/*"))


def value(file: Path) -> str:
    connection = sqlite.connect(file)
    try:
        return str(connection.execute("SELECT value FROM setting WHERE name = 'kept'").fetchone()[0])
    finally:
        connection.close()


def opened(file: Path) -> str | None:
    database = Database(file)
    try:
        upgrade(database)
        return revision_of(database)
    finally:
        database.close()


def newest(file: Path) -> str | None:
    database = Database(file)
    try:
        return ScriptDirectory.from_config(alembic_config(database)).get_current_head()
    finally:
        database.close()


def test_the_old_shape_lies_beside_the_new_one(old: Path) -> None:
    assert opened(old) == newest(old) != FIRST
    (copy,) = copies(old)
    assert copy.name == f"office-{FIRST}.sqlite3"
    assert copy.stat().st_mode & 0o077 == 0
    assert value(copy) == value(old) == '"yes"'
    kept = Database(copy)
    assert revision_of(kept) == FIRST
    kept.close()


def test_a_start_without_a_change_of_shape_makes_no_copy(tmp_path: Path) -> None:
    file = tmp_path / "office.sqlite3"
    opened(file)
    opened(file)
    assert copies(file) == []


def test_a_damaged_database_is_not_changed(old: Path) -> None:
    """The copy is where damage shows; on top of it nothing is built."""
    with old.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        # The last page holds an index or a table; the first ones are needed to open the file at all.
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xff" * 4096)
    before = old.read_bytes()
    with pytest.raises(BadCopy, match="damaged"):
        opened(old)
    assert copies(old) == []
    assert old.read_bytes() == before


def test_a_place_that_cannot_be_written_stops_the_upgrade(old: Path) -> None:
    (old.parent / "before-upgrade").write_text("a file in the way")
    with pytest.raises(OSError, match="before-upgrade"):
        opened(old)
    database = Database(old)
    assert revision_of(database) == FIRST
    database.close()
