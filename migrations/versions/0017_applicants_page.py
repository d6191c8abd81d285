"""The applicant's own page, reminders, and personal data that go when an application ends unused

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    op.create_table(
        "applicant_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_applicant_link_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_applicant_link_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_applicant_link_application_id"), "applicant_link", ["application_id"], unique=False)
    op.create_table(
        "email_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_email_change_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_change_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_email_change_application_id"), "email_change", ["application_id"], unique=False)
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        reminded = sa.Column("reminded_at", sa.Text(), nullable=True, comment="of papers that had not come")
        batch_op.add_column(reminded, insert_after="changed_at")
        erased = sa.Column("erased_at", sa.Text(), nullable=True, comment="personal data went: lapsed or withdrawn")
        batch_op.add_column(erased, insert_after="reminded_at")


def downgrade() -> None:
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("reminded_at")
    op.drop_table("email_change")
    op.drop_table("applicant_link")
