"""Media that are posted instead of a download

Revision ID: 0032
Revises: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "medium",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column(
            "closes_at",
            sa.Text(),
            nullable=False,
            comment="end of day 30: what is not posted by then is destroyed",
        ),
        sa.Column("made_at", sa.Text(), nullable=True, comment="with the present PIN; empty again after a reprint"),
        sa.Column("made_count", sa.Integer(), nullable=False, comment="spoilt ones included"),
        sa.Column("posted_number", sa.Text(), nullable=False, comment="引受番号 of its own envelope, not the PIN's"),
        sa.CheckConstraint("made_at IS NULL OR made_count > 0", name=op.f("ck_medium_made")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_medium_certificate_id")),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_medium")),
        sqlite_strict=True,
    )
    op.create_index("ix_medium_posted_number", "medium", ["posted_number"], sqlite_where=sa.text("posted_number <> ''"))


def downgrade() -> None:
    op.drop_index("ix_medium_posted_number", table_name="medium")
    op.drop_table("medium")
