"""What the papers say, what the slip shows as paid, substituted characters, and who has an application open

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False, comment="key of the certificate value"),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_substitution_application_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_substitution_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_substitution_application_id"), "substitution", ["application_id"], unique=False)
    op.create_table(
        "looking_in",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_looking_in_application_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_looking_in_staff_id")),
        sa.PrimaryKeyConstraint("application_id", "staff_id", name=op.f("pk_looking_in")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("comparison", recreate="always", table_kwargs=STRICT) as batch_op:
        words = sa.Column(
            "paper_text", sa.Text(), nullable=False, server_default="", comment="what the paper says, if otherwise"
        )
        batch_op.add_column(words, insert_after="note")
    with op.batch_alter_table("comparison", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.alter_column("paper_text", existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table("submitted_paper", recreate="always", table_kwargs=STRICT) as batch_op:
        amount = sa.Column("amount", sa.Integer(), nullable=True, comment="yen that it shows as paid (S4-141)")
        batch_op.add_column(amount, insert_after="note")


def downgrade() -> None:
    with op.batch_alter_table("submitted_paper", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.drop_column("amount")
    with op.batch_alter_table("comparison", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.drop_column("paper_text")
    op.drop_table("looking_in")
    op.drop_index(op.f("ix_substitution_application_id"), "substitution")
    op.drop_table("substitution")
