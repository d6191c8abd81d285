"""One use case, one transaction (design §1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple, cast

from sqlalchemy import Connection
from sqlalchemy.orm import Session, sessionmaker

from adapters.db.engine import read_engine, write_engine
from adapters.db.prepared import Prepared
from adapters.db.unchanged import Watch

Answer = TypeVar("Answer")
About = TypeVarTuple("About")


class Database:
    """The office's records: ``write()`` for use cases, ``read()`` for pages."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writing = write_engine(path)
        self.reading = read_engine(path)
        self._write = sessionmaker(self.writing, expire_on_commit=False)
        self._read = sessionmaker(self.reading, expire_on_commit=False, autoflush=False)
        self._watch = Watch(self.reading)
        self._kept: dict[object, tuple[int, tuple[object, ...], object]] = {}

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed together at the end, or not at all."""
        with self._write.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on a stable snapshot that cannot change anything."""
        with self._read() as session:
            yield session

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """As ``read()``, for plain rows: without objects, a question costs half, and some are asked at every page."""
        with self.reading.connect() as connection:
            yield connection

    def ask(self, question: Prepared, **values: Any) -> list[Any]:
        """The rows of one question by itself, for those that every page asks: a fifth of the time of ``look()``."""
        connection = self.reading.raw_connection()
        try:
            return question.ask(connection, **values)
        finally:
            connection.close()

    def kept(self, ask: Callable[[Connection, *About], Answer], *about: *About) -> Answer:
        """What ``ask`` finds, asked anew only after somebody has committed something.

        For what every page shows and nobody's name is in: it stays in memory. ``ask`` is a function of a module, and
        of its last ``about`` alone the answer is kept.
        """
        # Looked at before it is asked: what is committed in between is found, and asked for once more.
        version = self._watch.version()
        known = self._kept.get(ask)
        if known is not None and known[:2] == (version, about):
            return cast(Answer, known[2])
        with self.look() as records:
            answer = ask(records, *about)
        self._kept[ask] = (version, about, answer)
        return answer

    def forget_old_pages(self) -> bool:
        """Moves the write-ahead log into the file and cuts it, so that erased bytes do not linger there.

        False: somebody still reads an older snapshot, and the log stays until the next time.
        """
        # Straight at the driver: SQLAlchemy opens a transaction first, and inside one a checkpoint is refused.
        connection = self.writing.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            answer = cursor.fetchone()
            cursor.close()
        finally:
            connection.close()
        return answer is not None and answer[0] == 0

    def close(self) -> None:
        self._watch.close()
        self.writing.dispose()
        self.reading.dispose()
