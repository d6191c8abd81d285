"""Receipts: reminder, longer term, the day it came and how, and the signature that stands for the seal

Revision ID: 0022
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.Text(), nullable=True),
        sa.Column("extended_to", sa.Text(), nullable=True, comment="holds in place of the programme's days"),
        sa.Column("differing_on", sa.Text(), nullable=True, comment="a sheet with another seal came (S4-176)"),
        sa.Column("returned_on", sa.Text(), nullable=True),
        sa.Column("way", sa.Text(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True, comment="of the statement, CMS in DER"),
        sa.CheckConstraint("way IN ('paper', 'online')", name=op.f("ck_receipt_known_way")),
        sa.CheckConstraint("(returned_on IS NULL) = (way IS NULL)", name=op.f("ck_receipt_returned")),
        sa.CheckConstraint(
            "(signature IS NOT NULL) = (way IS NOT NULL AND way = 'online')", name=op.f("ck_receipt_signed")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_receipt_application_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_receipt")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("receipt")
