"""A copy of the database as it was at one moment, taken while others write (docs/backup.md)."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from adapters.db.unit_of_work import Database

KEYS = "key_bundle"
"""The one table whose rows are destroyed by promise (design §5): a backup holds them apart, and for a shorter time."""


def take(database: Database, file: Path, keys: Path) -> None:
    """Writes the database to ``file`` without the key bundles, and these to ``keys``. Raises ``OSError``.

    VACUUM INTO reads one snapshot, keeps nobody from writing, and takes no freed page along.
    """
    connection = database.reading.raw_connection()
    try:
        cursor = connection.cursor()
        # It writes another file; the office's own stays as it is.
        cursor.execute("PRAGMA query_only=OFF")
        try:
            cursor.execute("VACUUM INTO ?", (str(file),))
        finally:
            cursor.execute("PRAGMA query_only=ON")
            cursor.close()
    except sqlite.OperationalError as problem:
        raise OSError(f"the snapshot could not be written to {file.parent}: {problem}") from problem
    finally:
        connection.close()
    with closing(sqlite.connect(str(file), isolation_level=None)) as copy:
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("ATTACH ? AS apart", (str(keys),))
        copy.execute(f"CREATE TABLE apart.{KEYS} AS SELECT * FROM main.{KEYS}")  # noqa: S608 — a name of this file
        copy.execute(f"DELETE FROM main.{KEYS}")  # noqa: S608 — a name of this file


def put_keys_back(file: Path, keys: Path) -> None:
    """Adds the key bundles of a snapshot to it again."""
    with closing(sqlite.connect(str(file), isolation_level=None)) as copy:
        copy.execute("ATTACH ? AS apart", (str(keys),))
        copy.execute(f"INSERT INTO main.{KEYS} SELECT * FROM apart.{KEYS}")  # noqa: S608 — a name of this file


def faults(file: Path) -> list[str]:
    """What is damaged in a database file: pages, indexes, rows that refer to nothing. Empty: nothing."""
    with closing(sqlite.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(10)")]
            found += [f"a row of {row[0]} refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")]
        except sqlite.DatabaseError as problem:
            return [str(problem)]
    return [fault for fault in found if fault != "ok"]


def note_setting(file: Path, name: str, value: str) -> None:
    """Writes one setting (JSON) into a file of whatever version, before anybody opens it as an office."""
    with closing(sqlite.connect(str(file), isolation_level=None)) as connection:
        connection.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))


def schema_of(file: Path) -> str:
    """The revision of a file's shape; empty before the first migration."""
    with closing(sqlite.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return ""
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(revision)
