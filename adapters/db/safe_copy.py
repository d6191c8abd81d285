"""A copy of the database that was opened again and found good, made before its shape is changed."""

from __future__ import annotations

import os
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from adapters.db import snapshot
from adapters.db.unit_of_work import Database


class BadCopy(RuntimeError):
    """The copy, and so perhaps the database, is damaged; nothing was changed."""


def checked_copy(database: Database, file: Path) -> None:
    """Copies the database as it is at this moment to ``file``, without the key bundles, whose end is promised.

    The encrypted backups of the office cannot do this work: they read and write records in the newest shape. An older
    copy of this name is replaced only when the new one is good. Raises ``BadCopy``, ``OSError``.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made, keys = file.with_suffix(".part"), file.with_suffix(".keys.part")
    parts = (made, keys)
    for part in parts:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600))
    try:
        snapshot.take(database, made, keys)
        if found := snapshot.faults(made):
            raise BadCopy(f"the database is damaged ({found[0]}); restore the newest backup (docs/backup.md)")
        with made.open("rb") as written:
            os.fsync(written.fileno())
        made.replace(file)
    except sqlite.DatabaseError as problem:
        raise BadCopy(f"the database is damaged ({problem}); restore the newest backup (docs/backup.md)") from problem
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
