"""Settings as typed text, notices, and what checks of the audit trail found

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("dated", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.CheckConstraint("board IN ('all', 'certificates', 'bonds')", name=op.f("ck_notice_known_board")),
        sa.CheckConstraint("state IN ('draft', 'published')", name=op.f("ck_notice_known_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("notice") as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_dated"), ["dated", "id"], unique=False)
    op.create_table(
        "audit_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("first_bad", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
        sqlite_strict=True,
    )
    for text, old in (("on", 1), ("off", 0)):
        op.execute(
            f"""UPDATE setting SET value = '{{"text": "{text}"}}'
            WHERE name = 'two_person' AND json_extract(value, '$.on') = {old}"""  # noqa: S608 — words of this file only
        )


def downgrade() -> None:
    # A former version knows this one setting only.
    op.execute("DELETE FROM setting WHERE name <> 'two_person'")
    for text, old in (("on", "true"), ("off", "false")):
        op.execute(
            f"""UPDATE setting SET value = '{{"on": {old}}}'
            WHERE name = 'two_person' AND json_extract(value, '$.text') = '{text}'"""  # noqa: S608 — words of this file only
        )
    op.drop_table("audit_check")
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_dated"))
    op.drop_table("notice")
