"""Whether the office can work."""

from __future__ import annotations

from sqlalchemy import text

from services.office import Office


def schema(office: Office) -> str:
    """The revision of the database's shape, read from the database itself."""
    with office.database.read() as session:
        return str(session.scalar(text("SELECT version_num FROM alembic_version")))
