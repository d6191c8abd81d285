"""Brings a database to the newest shape; Alembic is set up in code so that it also works inside one file."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from adapters.db import derived
from adapters.db.safe_copy import checked_copy
from adapters.db.unit_of_work import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class NewerDatabase(RuntimeError):
    """The file was written by a newer version of the office."""


def alembic_config(database: Database) -> Config:
    """Alembic's settings, bound to the office's own engine."""
    from alembic.config import Config  # noqa: PLC0415 — a quarter of a second, which a database of today does without

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.writing
    return config


def upgrade(database: Database) -> None:
    """Applies what is missing; a database that holds something is copied first, into ``before-upgrade`` beside it.

    Raises ``NewerDatabase`` instead of touching what it does not understand, and ``BadCopy`` or ``OSError``, before
    anything is changed, if the copy is not good.
    """
    *older, newest = revisions()
    with _alone(database.path.parent):
        found = revision_of(database)
        if found is not None and found not in {newest, *older}:
            raise NewerDatabase(
                f"{database.path} has schema {found}, which this version does not know; start the newer version again"
            )
        if found in older:
            checked_copy(database, database.path.parent / "before-upgrade" / f"{database.path.stem}-{found}.sqlite3")
        if found != newest:
            from alembic import command  # noqa: PLC0415 — as above

            command.upgrade(alembic_config(database), "head")
        derived.keep(database)


def revisions() -> list[str]:
    """Those this program knows, the oldest first, by the names of their files: to read the files themselves takes
    longer than all else at a start.
    """
    return sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Whoever starts at the same time waits. The folder itself is the lock, so that no lock file is left behind."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def revision_of(database: Database) -> str | None:
    """The schema's revision, or None before the first migration."""
    with database.writing.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
