"""Serial numbers signed after the backup an office was restored from

Revision ID: 0008
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lost_certificate",
        sa.Column("serial_number", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("learnt_at", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=False),
        sa.Column("revocation_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_lost_certificate_authority_id")),
        sa.PrimaryKeyConstraint("serial_number", name=op.f("pk_lost_certificate")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("lost_certificate") as batch_op:
        batch_op.create_index(batch_op.f("ix_lost_certificate_authority_id"), ["authority_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lost_certificate") as batch_op:
        batch_op.drop_index(batch_op.f("ix_lost_certificate_authority_id"))
    op.drop_table("lost_certificate")
