"""Connections to SQLite that lose nothing (design §3, docs/decisions/0003-sqlite-recipe.md)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Engine, create_engine, event

if TYPE_CHECKING:
    # The system's own SQLite, too old, is never loaded: only its types describe ours.
    import sqlite3 as _stdlib_sqlite3

OLDEST_SAFE = (3, 51, 3)
"""Earlier versions may lose committed pages when the write-ahead log is reset while another process reads."""

_PRAGMAS: dict[str, tuple[str, object]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "busy_timeout": ("5000", 5000),
    "foreign_keys": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "secure_delete": ("ON", 1),
}


class UnsafeDatabase(RuntimeError):
    """The database library or one of its settings would put records at risk."""


def require_safe_sqlite(version: tuple[int, ...] = sqlite.sqlite_version_info) -> None:
    """Raises ``UnsafeDatabase`` below the oldest safe version."""
    if version < OLDEST_SAFE:
        wanted, found = ".".join(map(str, OLDEST_SAFE)), ".".join(map(str, version))
        raise UnsafeDatabase(f"SQLite {found} is too old; {wanted} or newer is needed (pip install pysqlite3)")


def write_engine(path: Path) -> Engine:
    """Every transaction begins with BEGIN IMMEDIATE, so that what it read cannot change before it writes."""
    return _engine(path, begin="BEGIN IMMEDIATE", query_only=False)


def read_engine(path: Path) -> Engine:
    """Cannot write at all; reads a stable snapshot."""
    return _engine(path, begin="BEGIN", query_only=True)


def _engine(path: Path, *, begin: str, query_only: bool) -> Engine:
    require_safe_sqlite()
    engine = create_engine(
        f"sqlite:///{path}",
        module=sqlite,
        connect_args={"check_same_thread": False},
        # Otherwise an error carries the values of the row, names and addresses, into the log.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: _stdlib_sqlite3.Connection, _record: Any) -> None:
        # The driver's own transaction handling begins too late (at the first write): SQLAlchemy says BEGIN itself.
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, (value, expected) in _PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}={value}")
            (actual,) = cursor.execute(f"PRAGMA {name}").fetchone()
            if actual != expected:
                raise UnsafeDatabase(f"PRAGMA {name} is {actual!r} and not {expected!r} on {path}")
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
