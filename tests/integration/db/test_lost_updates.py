"""No committed change is lost, however many processes write at once (design §3)."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.db.unit_of_work import Database
from tests.integration.db.counting import add_ones, fill_disk

PROCESSES, TIMES = 3, 250
CONTEXT = multiprocessing.get_context("spawn")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "office.sqlite3"
    database = Database(path)
    with database.write() as session:
        session.execute(text("CREATE TABLE tally (n INTEGER NOT NULL) STRICT"))
        session.execute(text("CREATE TABLE ballast (b BLOB NOT NULL) STRICT"))
        session.execute(text("INSERT INTO tally VALUES (0)"))
    database.close()
    return path


def value(path: Path, sql: str) -> int:
    database = Database(path)
    with database.read() as session:
        found = int(session.execute(text(sql)).scalar_one())
    database.close()
    return found


def count_together(path: Path, *, ours: bool) -> int:
    start = CONTEXT.Barrier(PROCESSES)
    crowd = [CONTEXT.Process(target=add_ones, args=(path, TIMES, ours, start)) for _ in range(PROCESSES)]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join(60)
    assert [process.exitcode for process in crowd] == [0] * PROCESSES
    return value(path, "SELECT n FROM tally")


def test_begin_immediate_loses_no_update(file: Path) -> None:
    assert count_together(file, ours=True) == PROCESSES * TIMES


def test_the_driver_by_itself_loses_updates(file: Path) -> None:
    """Proves that the test above can fail: without our hook two processes read the same number."""
    assert count_together(file, ours=False) < PROCESSES * TIMES


def test_full_disk_stores_nothing_by_halves(file: Path) -> None:
    """The limit on file size stands for the full disk: the kernel refuses the same write."""
    process = CONTEXT.Process(target=fill_disk, args=(file, 512 * 1024))
    process.start()
    process.join(60)
    assert process.exitcode == 7, "OperationalError was expected"
    assert value(file, "SELECT n FROM tally") == 1
    assert value(file, "SELECT count(*) FROM ballast") == 0
    database = Database(file)
    with database.write() as session:
        session.execute(text("UPDATE tally SET n = 3"))
    database.close()
    assert value(file, "SELECT n FROM tally") == 3, "once there is room again, work goes on"
