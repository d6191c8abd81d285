"""Secrets that are printed once, the day of posting, batches of issues, papers that serve several applications

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    op.create_table(
        "issue_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False, comment="in whose name each is issued"),
        sa.Column("address", sa.Text(), nullable=False, comment="network address, for the audit trail"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_issue_batch_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_batch")),
        sqlite_strict=True,
    )
    op.create_table(
        "issue_batch_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False, comment="why it was refused, or why it waits"),
        sa.Column("claimed_until", sa.Text(), nullable=True, comment="a process has it in hand"),
        sa.Column("done_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'issued', 'refused', 'stopped')", name=op.f("ck_issue_batch_item_known_state")
        ),
        sa.CheckConstraint("(state = 'waiting') = (done_at IS NULL)", name=op.f("ck_issue_batch_item_done")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_issue_batch_item_application_id")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["issue_batch.id"], name=op.f("fk_issue_batch_item_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_batch_item")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_issue_batch_item_batch_id_state"), "issue_batch_item", ["batch_id", "state"], unique=False)
    op.create_index(
        "uq_issue_batch_item_waiting",
        "issue_batch_item",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
    )
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        posted = sa.Column("posted_on", sa.Text(), nullable=True, comment="発送日 (S4-158)")
        batch_op.add_column(posted, insert_after="posted_number")
    op.create_index(
        "ix_application_posted_number",
        "application",
        ["posted_number"],
        unique=False,
        sqlite_where=sa.text("posted_number <> ''"),
    )
    with op.batch_alter_table("key_bundle", recreate="always", table_kwargs=STRICT) as batch_op:
        printed = sa.Column(
            "printed_at", sa.Text(), nullable=True, comment="read once; printing again makes new secrets"
        )
        batch_op.add_column(printed, insert_after="password")
    with op.batch_alter_table("submitted_paper", recreate="always", table_kwargs=STRICT) as batch_op:
        shared = sa.Column(
            "shared_from", sa.Integer(), nullable=True, comment="the sheet lies with another application (S4-40)"
        )
        batch_op.add_column(shared, insert_after="changed_at")
        batch_op.create_foreign_key("fk_submitted_paper_shared_from", "submitted_paper", ["shared_from"], ["id"])
    op.create_index(op.f("ix_submitted_paper_shared_from"), "submitted_paper", ["shared_from"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_submitted_paper_shared_from"), "submitted_paper")
    with op.batch_alter_table("submitted_paper", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.drop_constraint("fk_submitted_paper_shared_from", type_="foreignkey")
        batch_op.drop_column("shared_from")
    with op.batch_alter_table("key_bundle", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.drop_column("printed_at")
    op.drop_index("ix_application_posted_number", "application")
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.drop_column("posted_on")
    op.drop_table("issue_batch_item")
    op.drop_table("issue_batch")
