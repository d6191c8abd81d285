"""The SQLite recipe: settings read back, readers that cannot write, versions that are safe (design §3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from adapters.db.engine import OLDEST_SAFE, UnsafeDatabase, require_safe_sqlite, write_engine
from adapters.db.models import Base, Setting, Staff, WebSession
from adapters.db.types import Day, Flag, Json, UtcTime
from adapters.db.unit_of_work import Database

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "office.sqlite3")
    Base.metadata.create_all(made.writing)
    yield made
    made.close()


@pytest.mark.parametrize(
    "name,value",
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 5000),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
    ],
)
def test_connections_have_the_settings_of_the_recipe(database: Database, name: str, value: object) -> None:
    for engine in (database.writing, database.reading):
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 40, 1), (2, 8, 17)])
def test_a_sqlite_that_may_lose_pages_is_refused(version: tuple[int, int, int]) -> None:
    with pytest.raises(UnsafeDatabase, match=".".join(map(str, version))):
        require_safe_sqlite(version)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 0), (4, 0, 0)])
def test_newer_ones_are_taken(version: tuple[int, int, int]) -> None:
    require_safe_sqlite(version)
    assert version >= OLDEST_SAFE


def test_a_setting_that_does_not_hold_is_refused() -> None:
    """A database in memory has no write-ahead log: the setting is asked for, and read back as another."""
    with pytest.raises(UnsafeDatabase, match="journal_mode"):
        write_engine(Path(":memory:")).connect()


def test_a_reader_cannot_write(database: Database) -> None:
    with database.read() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(text("INSERT INTO setting VALUES ('two_person', '{}')"))


def test_a_reader_sees_one_moment(database: Database) -> None:
    with database.read() as session:
        assert session.get(Setting, "colour") is None
        with database.write() as other:
            other.add(Setting(name="colour", value={"on": True}))
        assert session.execute(text("SELECT count(*) FROM setting")).scalar() == 0
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM setting")).scalar() == 1


def test_a_use_case_that_fails_leaves_nothing(database: Database) -> None:
    def fail_half_way() -> None:
        with database.write() as session:
            session.add(Setting(name="colour", value={"on": True}))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with database.read() as session:
        assert session.get(Setting, "colour") is None


def test_a_reference_must_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(WebSession(token_hash="x", sealed=b"", staff_id=99, made_at=NOW, seen_at=NOW, expires_at=NOW))


def test_tables_are_strict(database: Database) -> None:
    """Without STRICT a text would be kept in a number's column, and found years later."""
    with pytest.raises(IntegrityError, match="cannot store TEXT value in INTEGER"), database.write() as session:
        session.execute(text("INSERT INTO throttle VALUES ('key', 'many', '2026-11-20T03:00:00.000000Z')"))


def test_erased_bytes_do_not_linger_on_the_disk(database: Database) -> None:
    secret = b"\x00SECRET-OF-SOMEBODY" * 40
    with database.write() as session:
        person = Staff(email="a@example.jp", name="見本", password_hash="", sealed_totp=secret, made_at=NOW)
        session.add(person)
    assert any(secret in path.read_bytes() for path in _files(database))
    with database.write() as session:
        session.get_one(Staff, person.id).sealed_totp = b""
    assert database.forget_old_pages()
    assert not any(b"SECRET-OF-SOMEBODY" in path.read_bytes() for path in _files(database))


def test_forgetting_waits_for_nobody_and_says_so(database: Database) -> None:
    _impatient(database.writing)
    with database.read() as session:
        session.execute(text("SELECT count(*) FROM setting"))
        with database.write() as other:
            other.add(Setting(name="colour", value={"on": True}))
        assert not database.forget_old_pages()
    assert database.forget_old_pages()


@pytest.mark.parametrize(
    "kind,value,stored",
    [
        (UtcTime(), datetime(2026, 11, 20, 3, 0, 0, 5, tzinfo=UTC), "2026-11-20T03:00:00.000005Z"),
        (UtcTime(), datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=9))), "2026-11-20T03:00:00.000000Z"),
        (Day(), date(2026, 11, 20), "2026-11-20"),
        (Flag(), True, 1),
        (Flag(), False, 0),
        (Json(), {"b": "髙", "a": [1]}, '{"a": [1], "b": "髙"}'),
    ],
)
def test_values_read_back_as_they_went_in(kind: Any, value: object, stored: object, database: Database) -> None:
    dialect = database.writing.dialect
    assert kind.process_bind_param(value, dialect) == stored
    assert kind.process_result_value(stored, dialect) == value
    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None


def test_a_moment_without_a_zone_is_not_stored(database: Database) -> None:
    naive = datetime(2026, 11, 20)  # noqa: DTZ001 — that is what must be refused
    with pytest.raises(StatementError, match="without a time zone"), database.write() as session:
        session.add(Staff(email="a@example.jp", name="見本", password_hash="", sealed_totp=b"", made_at=naive))


def _files(database: Database) -> list[Path]:
    return [path for path in database.path.parent.iterdir() if path.name.startswith(database.path.name)]


def _impatient(engine: Engine) -> None:
    """So that a test of "busy" does not take the five seconds a person would wait."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
