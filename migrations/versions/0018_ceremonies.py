"""Acts upon the authorities: proposed by one person, carried out by another

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TRIGGERS = {
    # What was decided stays as it was decided: protocols are printed from it.
    "ceremony_stays_decided": (
        "BEFORE UPDATE ON ceremony WHEN OLD.state <> 'proposed'",
        "a ceremony that was decided stays as it is",
    ),
    "ceremony_is_kept": ("BEFORE DELETE ON ceremony", "ceremonies are kept"),
}


def upgrade() -> None:
    op.create_table(
        "ceremony",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=True, comment="what it is done to"),
        sa.Column("note", sa.Text(), nullable=False, comment="why, in words of the office"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True, comment="empty: at the command line"),
        sa.Column("proposed_name", sa.Text(), nullable=False, comment="as the person was called then"),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_name", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True, comment="every authority before and after, the version"),
        sa.CheckConstraint(
            "act IN ('roll_over', 'new_root', 'retire', 'key_split', 'key_away', 'key_back')",
            name=op.f("ck_ceremony_known_act"),
        ),
        sa.CheckConstraint("state IN ('proposed', 'carried_out', 'refused')", name=op.f("ck_ceremony_known_state")),
        sa.CheckConstraint(
            "(act IN ('retire', 'key_split', 'key_away', 'key_back')) = (authority_id IS NOT NULL)",
            name=op.f("ck_ceremony_authority"),
        ),
        sa.CheckConstraint("(state <> 'proposed') = (decided_at IS NOT NULL)", name=op.f("ck_ceremony_decided")),
        sa.CheckConstraint("(state <> 'proposed') = (decided_name IS NOT NULL)", name=op.f("ck_ceremony_decided_name")),
        sa.CheckConstraint("(state = 'carried_out') = (facts IS NOT NULL)", name=op.f("ck_ceremony_facts")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_ceremony_authority_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_ceremony_decided_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_ceremony_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremony")),
        sqlite_strict=True,
    )
    op.create_index("uq_ceremony_open", "ceremony", ["act"], unique=True, sqlite_where=sa.text("state = 'proposed'"))
    for name, (when, words) in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{words}'); END")


def downgrade() -> None:
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.drop_table("ceremony")
