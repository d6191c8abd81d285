"""What every page shows is asked anew after each commit, by whatever process, and only then (design §3)."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from adapters.db.unit_of_work import Database
from tests.integration.db.counting import add_ones

CONTEXT = multiprocessing.get_context("spawn")


class Question:
    """How much the tally says; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, records: Connection, times: int) -> int:
        self.asked += 1
        return int(records.execute(text("SELECT n FROM tally")).scalar_one()) * times


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "office.sqlite3")
    with made.write() as session:
        session.execute(text("CREATE TABLE tally (n INTEGER NOT NULL) STRICT"))
        session.execute(text("INSERT INTO tally VALUES (1)"))
    yield made
    made.close()


def test_it_is_asked_once_and_anew_after_a_commit(database: Database) -> None:
    question = Question()
    assert [database.kept(question, 1) for _again in range(3)] == [1, 1, 1]
    assert question.asked == 1
    with database.write() as session:
        session.execute(text("UPDATE tally SET n = 7"))
    assert [database.kept(question, 1) for _again in range(3)] == [7, 7, 7]
    assert question.asked == 2


def test_it_is_asked_anew_about_something_else(database: Database) -> None:
    question = Question()
    assert [database.kept(question, times) for times in (1, 2, 2, 1)] == [1, 2, 2, 1]
    assert question.asked == 3


def test_what_is_rolled_back_was_never_seen(database: Database) -> None:
    question = Question()
    assert database.kept(question, 1) == 1
    with database.write() as session:
        session.execute(text("UPDATE tally SET n = 7"))
        assert database.kept(question, 1) == 1
        session.rollback()
    assert database.kept(question, 1) == 1


def test_another_process_is_seen(database: Database) -> None:
    question = Question()
    assert database.kept(question, 1) == 1
    start = CONTEXT.Barrier(1)
    other = CONTEXT.Process(target=add_ones, args=(database.path, 5, True, start))
    other.start()
    other.join(60)
    assert database.kept(question, 1) == 6


def test_it_holds_no_snapshot_that_keeps_erased_words_in_the_log(database: Database) -> None:
    assert database.kept(Question(), 1) == 1
    assert database.forget_old_pages()
