"""Alembic's entry: migrates over the engine that ``adapters.db.migrate`` hands in."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from adapters.db.models import Base


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Writes our column types as the plain ones they are stored as: a migration must outlive the models."""
    return f"sa.{type(item.impl_instance).__name__}()" if kind == "type" and isinstance(item, TypeDecorator) else False


engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=plain_type,
        # One transaction for a whole migration: a half-migrated office does not exist.
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
