"""What a process of its own does to the database: adds one, again and again, by reading and then writing."""

from __future__ import annotations

import resource
from multiprocessing.synchronize import Barrier
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from adapters.db.engine import write_engine
from adapters.db.unit_of_work import Database


def plain_engine(path: Path) -> Engine:
    """The same file and driver without our hooks: the driver begins its transaction at the first write."""
    return create_engine(f"sqlite:///{path}", module=sqlite)


def add_ones(path: Path, times: int, ours: bool, start: Barrier) -> None:
    engine = write_engine(path) if ours else plain_engine(path)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    start.wait(30)
    done = 0
    while done < times:
        try:
            with engine.begin() as connection:
                count = connection.execute(text("SELECT n FROM tally")).scalar_one()
                connection.execute(text("UPDATE tally SET n = :n"), {"n": count + 1})
        except OperationalError:
            # Only without our hooks: a transaction that has read may not always wait for the writer before it.
            if ours:
                raise
            continue
        done += 1
    engine.dispose()


def fill_disk(path: Path, limit: int) -> None:
    """Writes in one transaction more than the process may; ends with code 7 when that was refused as it should."""
    database = Database(path)
    with database.write() as session:
        session.execute(text("UPDATE tally SET n = 1"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        with database.write() as session:
            session.execute(text("UPDATE tally SET n = 2"))
            for _ in range(64):
                session.execute(text("INSERT INTO ballast VALUES (randomblob(65536))"))
    except OperationalError:
        raise SystemExit(7) from None
