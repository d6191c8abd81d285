"""Applications are found by their organisation, whose papers they may share

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_application_organisation",
        "application",
        ["organisation"],
        unique=False,
        sqlite_where=sa.text("organisation <> ''"),
    )


def downgrade() -> None:
    op.drop_index("ix_application_organisation", "application")
