"""Whether anything was committed since one last looked, by this process or by another."""

from __future__ import annotations

import threading

from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection


class Watch:
    """A connection of its own that never writes: to it, every commit is somebody else's.

    SQLite counts these (``PRAGMA data_version``), and asking costs a tenth of the smallest question.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._connection: DBAPIConnection | None = None

    def version(self) -> int:
        """Another number after each commit."""
        with self._lock:
            if self._connection is None:
                self._connection = self._opened()
            cursor = self._connection.cursor()
            try:
                cursor.execute("PRAGMA data_version")
                ((version,),) = cursor.fetchall()  # to the end: a statement half read would hold its snapshot
            finally:
                cursor.close()
            return int(version)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _opened(self) -> DBAPIConnection:
        borrowed = self._engine.raw_connection()
        opened = borrowed.dbapi_connection
        borrowed.detach()  # it does not go back among those that pages share
        if opened is None:
            raise RuntimeError("the connection was closed as it was opened")
        return opened
