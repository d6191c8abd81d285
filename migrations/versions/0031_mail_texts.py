"""Words of mails that the office writes itself

Revision ID: 0031
Revises: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_text",
        sa.Column("kind", sa.Text(), nullable=False, comment="folder of templates/mail"),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], name=op.f("fk_mail_text_changed_by")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_mail_text")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("mail_text")
