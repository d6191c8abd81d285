"""The signed paper of each ceremony

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TRIGGERS = {
    "ceremony_protocol_stays": (
        "BEFORE UPDATE ON ceremony_protocol WHEN OLD.pdf IS NOT NULL",
        "a signed protocol stays as it was signed",
    ),
    "ceremony_protocol_is_kept": ("BEFORE DELETE ON ceremony_protocol", "protocols and serial numbers are kept"),
}


def upgrade() -> None:
    op.create_table(
        "ceremony_protocol",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False, comment="who certified the seal"),
        sa.Column("serial_number", sa.Text(), nullable=False, comment="hexadecimal, 40 characters"),
        sa.Column("intended_at", sa.Text(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=True, comment="its key was never stored"),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.CheckConstraint("(pdf IS NULL) = (certificate IS NULL)", name=op.f("ck_ceremony_protocol_sealed")),
        sa.CheckConstraint("(pdf IS NULL) = (sha256 IS NULL)", name=op.f("ck_ceremony_protocol_digest")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_ceremony_protocol_authority_id")),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremony.id"], name=op.f("fk_ceremony_protocol_ceremony_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremony_protocol")),
        sa.UniqueConstraint("serial_number", name=op.f("uq_ceremony_protocol_serial_number")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_ceremony_protocol_printed",
        "ceremony_protocol",
        ["ceremony_id"],
        unique=True,
        sqlite_where=sa.text("pdf IS NOT NULL"),
    )
    for name, (when, words) in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{words}'); END")


def downgrade() -> None:
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.drop_table("ceremony_protocol")
