"""What waits for the office, by itself in an index

Revision ID: 0033
Revises: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_application_work",
        "application",
        ["changed_at", "id"],
        sqlite_where=sa.text("+state IN ('arrived', 'reviewing', 'accepted', 'issued')"),
    )


def downgrade() -> None:
    op.drop_index("ix_application_work", table_name="application")
