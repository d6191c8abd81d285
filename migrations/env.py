"""Alembic's entry: migrates over the engine that ``adapters.db.migrate`` hands in."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from adapters.db.models import Base


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Writes our column types as the plain ones they are stored as: a migration must outlive the models."""
    return f"sa.{type(item.impl_instance).__name__}()" if kind == "type" and isinstance(item, TypeDecorator) else False


def check_keys(ctx: Any, **_step: Any) -> None:
    """Ends a migration, inside its transaction."""
    if broken := ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError(f"the migration would leave rows that point nowhere: {broken}")


def is_modelled(name: str | None, kind: str, _parents: Any) -> bool:
    """The index of the search has no model: it is SQLite's own kind of table."""
    return not (kind == "table" and name is not None and name.startswith("application_search"))


engine = context.config.attributes["engine"]

with engine.connect() as connection:
    # A table is rebuilt by dropping the old one, whose rows others point to; so the keys are checked at the end.
    # Straight at the driver: inside a transaction, which SQLAlchemy opens first, SQLite ignores the setting.
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=is_modelled,
        render_item=plain_type,
        # One transaction for a whole migration: a half-migrated office does not exist.
        transaction_per_migration=True,
        on_version_apply=check_keys,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")
