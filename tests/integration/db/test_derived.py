"""Counts and search index follow the applications by themselves, and come back when a migration has lost them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import delete, select, text, update

from adapters.db import derived
from adapters.db.migrate import alembic_config, upgrade
from adapters.db.models import Application, ApplicationCount
from domain.certificates.application import ApplicationState
from domain.certificates.lapse import ERASED_NAME
from queries import application_counts
from queries.application_search import MOST, hits
from services import erasure
from services.office import Office
from services.records import application_by_code
from tests.factories import applications
from tests.factories.offices import make_office
from tests.factories.rows import many
from tests.fakes.printer import QuickPrinter


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "office", QuickPrinter())
    yield made
    made.database.close()


def counted(office: Office) -> dict[tuple[str, str], int]:
    with office.database.read() as session:
        rows = session.scalars(select(ApplicationCount))
        return {(row.state, row.day.isoformat()): row.count for row in rows}


def found(office: Office, sought: str) -> int:
    with office.database.look() as records:
        return len(hits(records, sought).ids)


def test_counts_follow_every_change_however_it_is_made(office: Office) -> None:
    code = applications.confirmed(office)
    assert counted(office) == {("printed", "2026-11-20"): 1}
    with office.database.write() as session:
        session.execute(
            update(Application).values(
                # Three in the afternoon of the 30th in London is the 1st in Japan.
                state=ApplicationState.ARRIVED,
                changed_at=datetime(2026, 11, 30, 15, tzinfo=UTC),
            )
        )
    assert counted(office) == {("arrived", "2026-12-01"): 1}
    many(office, code, 4, state=ApplicationState.COMPLETED, days=2)
    assert sum(counted(office).values()) == 5
    with office.database.write() as session:
        session.execute(delete(Application).where(Application.state == ApplicationState.COMPLETED))
    assert counted(office) == {("arrived", "2026-12-01"): 1}


def test_ages_are_counted_by_the_calendar(office: Office) -> None:
    many(office, applications.confirmed(office), 20, state=ApplicationState.ARRIVED, days=20)
    (arrived,) = [ages for ages in application_counts.by_age(office) if ages.state is ApplicationState.ARRIVED]
    assert arrived.counts == (3, 4, 7, 6)
    assert arrived.total == 20


def test_what_was_erased_is_found_no_more_and_stays_in_no_page_of_the_index(office: Office) -> None:
    """Personal data go from the index too, and not some day (design §3)."""
    code = applications.confirmed(office, surname="鱈場", surname_kana="たらば")
    assert (found(office, "鱈場"), found(office, "たらばたろう")) == (1, 1)
    assert "場太".encode() in pages_of_the_index(office)
    with office.database.write() as session:
        erasure.erase(session, office, application_by_code(session, code))
    assert (found(office, "鱈場"), found(office, ERASED_NAME)) == (0, 1)
    kept = pages_of_the_index(office)
    assert not any(part.encode() in kept for part in ("鱈場", "場太", "たら", "らば", "セコ"))


def pages_of_the_index(office: Office) -> bytes:
    with office.database.read() as session:
        return b"".join(session.scalars(text("SELECT block FROM application_search_data")))


def test_a_new_name_is_found_and_the_old_is_not(office: Office) -> None:
    code = applications.confirmed(office)
    with office.database.write() as session:
        application_by_code(session, code).organisation = "新見本商事"
    assert (found(office, "新見本"), found(office, "セコムトラスト")) == (1, 0)


def test_a_word_that_means_thousands_looks_at_the_newest_only(office: Office) -> None:
    many(office, applications.confirmed(office), MOST + 5)
    with office.database.look() as records:
        answer = hits(records, "セコム")
    newest = MOST + 6
    assert answer.more
    assert answer.ids == frozenset(range(newest - MOST + 1, newest + 1))


def test_triggers_that_a_migration_lost_are_set_again_and_everything_is_counted_anew(office: Office) -> None:
    applications.confirmed(office)
    with office.database.write() as session:
        session.execute(text("DROP TRIGGER application_counted_update"))
        session.execute(text("DELETE FROM application_count"))
    upgrade(office.database)
    assert counted(office) == {("printed", "2026-11-20"): 1}
    with office.database.read() as session:
        names = set(session.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")))
    assert derived.TRIGGERS.keys() <= names


def test_an_office_of_a_former_version_finds_its_applications(office: Office) -> None:
    applications.confirmed(office)
    command.downgrade(alembic_config(office.database), "0027")
    upgrade(office.database)
    assert (found(office, "せこむ"), counted(office)) == (1, {("printed", "2026-11-20"): 1})
    with office.database.write() as session:
        session.execute(update(Application).values(changed_at=office.clock() + timedelta(days=1)))
    assert counted(office) == {("printed", "2026-11-21"): 1}
