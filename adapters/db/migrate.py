"""Brings a database to the newest shape; Alembic is set up in code so that it also works inside one file."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from adapters.db import derived
from adapters.db.safe_copy import checked_copy
from adapters.db.unit_of_work import Database

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class NewerDatabase(RuntimeError):
    """The file was written by a newer version of the office."""


def alembic_config(database: Database) -> Config:
    """Alembic's settings, bound to the office's own engine."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.writing
    return config


def upgrade(database: Database) -> None:
    """Applies what is missing; a database that holds something is copied first, into ``before-upgrade`` beside it.

    Raises ``NewerDatabase`` instead of touching what it does not understand, and ``BadCopy`` or ``OSError``, before
    anything is changed, if the copy is not good.
    """
    newest, *older = _revisions()
    with _alone(database.path.parent):
        found = revision_of(database)
        if found is not None and found not in {newest, *older}:
            raise NewerDatabase(
                f"{database.path} has schema {found}, which this version does not know; start the newer version again"
            )
        if found in older:
            checked_copy(database, database.path.parent / "before-upgrade" / f"{database.path.stem}-{found}.sqlite3")
        if found != newest:
            command.upgrade(alembic_config(database), "head")
        derived.keep(database)


@cache
def _revisions() -> tuple[str, ...]:
    """Those this program knows, the newest first; reading them all takes longer than opening a database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return tuple(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())


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
