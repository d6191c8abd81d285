"""Brings a database to the newest shape; Alembic is set up in code so that it also works inside one file."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

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
    """Applies what is missing. Raises ``NewerDatabase`` instead of touching what it does not understand."""
    known = {revision.revision for revision in ScriptDirectory.from_config(alembic_config(database)).walk_revisions()}
    found = revision_of(database)
    if found is not None and found not in known:
        raise NewerDatabase(f"{database.path} has schema {found}, which this version does not know")
    command.upgrade(alembic_config(database), "head")


def revision_of(database: Database) -> str | None:
    """The schema's revision, or None before the first migration."""
    with database.writing.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
