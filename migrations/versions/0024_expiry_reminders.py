"""Holders are reminded before a certificate ends, and what holds the data of whom is found again

Revision ID: 0024
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expiry_reminder",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_expiry_reminder_certificate_id")),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_expiry_reminder")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_certificate_not_after"), "certificate", ["not_after"], unique=False)
    op.create_index(op.f("ix_application_name_reading"), "application", ["name", "reading"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_application_name_reading"), table_name="application")
    op.drop_index(op.f("ix_certificate_not_after"), table_name="certificate")
    op.drop_table("expiry_reminder")
