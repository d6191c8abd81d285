"""Migrations lead from nothing to the models and back, and never touch what they do not know (design §3)."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from adapters.db.migrate import NewerDatabase, alembic_config, revision_of, revisions, upgrade
from adapters.db.models import AuditEvent, Base, Setting
from adapters.db.unit_of_work import Database
from services import audit, settings
from services.office import Office
from tests.factories import applications
from tests.factories.offices import make_office
from tests.fakes.printer import QuickPrinter


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "office.sqlite3")
    yield made
    made.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office that has issued and posted."""
    made = make_office(tmp_path / "office", QuickPrinter())
    applications.dispatched(made, applications.hire(made))
    yield made
    made.database.close()


def schema(database: Database) -> dict[str, str]:
    """Every table and index as SQLite keeps it, without layout and the order of constraints.

    Without the index of the search, which has no model: that nothing of it stays is seen by its own name.
    """
    with database.read() as session:
        rows = session.execute(
            text(
                "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'index') AND name NOT IN"
                " (SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow'))"
            )
        ).all()
    return {name: _plain(sql) for name, sql in rows if sql and name != "alembic_version"}


def _plain(sql: str) -> str:
    line = re.sub(r"\s+", " ", sql).replace('"', "").replace("( ", "(").replace(" )", ")").strip()
    if " CONSTRAINT " not in line:
        return line
    body, options = line.rsplit(")", 1)
    columns, *constraints = body.split(", CONSTRAINT ")
    return ", CONSTRAINT ".join([columns, *sorted(constraints)]) + ")" + options


def rows_of(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {
            table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in Base.metadata.tables
        }


def test_files_are_named_by_their_revision_in_the_order_in_which_they_follow(database: Database) -> None:
    """By these names a start tells whether there is anything to migrate."""
    known = ScriptDirectory.from_config(alembic_config(database)).walk_revisions("base", "heads")
    assert revisions() == [script.revision for script in known][::-1]


def test_up_down_and_up_again(database: Database) -> None:
    assert revision_of(database) is None
    upgrade(database)
    first, newest = schema(database), revision_of(database)
    assert set(Base.metadata.tables) <= set(first)
    command.downgrade(alembic_config(database), "base")
    assert schema(database) == {}
    upgrade(database)
    assert (schema(database), revision_of(database)) == (first, newest)


def _is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("application_search"))


def test_migrations_and_models_agree(database: Database) -> None:
    upgrade(database)
    with database.writing.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_modelled})
        assert compare_metadata(context, Base.metadata) == []


def test_they_agree_in_every_word_strict_and_checks_too(database: Database, tmp_path: Path) -> None:
    """Alembic compares neither CHECKs nor STRICT, so the definitions themselves are held side by side."""
    upgrade(database)
    modelled = Database(tmp_path / "modelled.sqlite3")
    Base.metadata.create_all(modelled.writing)
    migrated = schema(database)
    assert migrated == schema(modelled)
    assert all(sql.endswith("STRICT") for sql in migrated.values() if sql.startswith("CREATE TABLE"))
    modelled.close()


def test_an_office_at_work_keeps_every_row(office: Office) -> None:
    before = rows_of(office.database)
    assert before["certificate"] == 1
    upgrade(office.database)
    assert rows_of(office.database) == before
    with office.database.read() as session:
        assert audit.verify(session) == (before["audit_event"], None)


def test_down_works_with_data_and_leaves_nothing(office: Office) -> None:
    command.downgrade(alembic_config(office.database), "base")
    assert schema(office.database) == {}
    with office.database.read() as session:
        assert session.execute(text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")).scalar() == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET actor_name = 'nobody'",
        "UPDATE audit_event SET seq = seq + 1000",
        "DELETE FROM audit_event WHERE seq = 1",
        "DELETE FROM audit_event",
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE seq = 1",
        "INSERT OR REPLACE INTO audit_event SELECT seq + 1000, at, actor_kind, actor_id, actor_name, address, action,"
        " subject, details, previous_hash, hash FROM audit_event WHERE seq = 1",
    ],
)
def test_the_audit_trail_is_append_only(office: Office, sql: str) -> None:
    with office.database.read() as session:
        before = [event.hash for event in session.query(AuditEvent)]
    with pytest.raises(IntegrityError, match="append-only"), office.database.write() as session:
        session.execute(text(sql))
    with office.database.read() as session:
        assert [event.hash for event in session.query(AuditEvent)] == before


@pytest.mark.parametrize("on,written", [(True, "on"), (False, "off")])
def test_the_two_person_switch_of_a_former_version_keeps_its_place(database: Database, on: bool, written: str) -> None:
    command.upgrade(alembic_config(database), "0011")
    with database.write() as session:
        session.add(Setting(name="two_person", value={"on": on}))
    upgrade(database)
    with database.read() as session:
        assert settings.two_person(session) is on
        assert session.get_one(Setting, "two_person").value == {"text": written}
    command.downgrade(alembic_config(database), "0011")
    with database.read() as session:
        assert session.get_one(Setting, "two_person").value == {"on": on}


def test_a_newer_database_is_not_touched(database: Database) -> None:
    upgrade(database)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.execute(text("CREATE TABLE of_the_future (id INTEGER) STRICT"))
    before = schema(database)
    with pytest.raises(NewerDatabase, match="9999"):
        upgrade(database)
    assert schema(database) == before
    assert revision_of(database) == "9999"


def test_two_processes_that_start_at_once_both_find_the_newest_shape(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    path = tmp_path / "office.sqlite3"
    starters = [context.Process(target=migrate, args=(path,)) for _ in range(2)]
    for process in starters:
        process.start()
    for process in starters:
        process.join(60)
    assert [process.exitcode for process in starters] == [0, 0]
    database = Database(path)
    assert set(Base.metadata.tables) <= set(schema(database))
    database.close()


def migrate(path: Path) -> None:
    upgrade(Database(path))
