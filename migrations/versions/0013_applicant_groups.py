"""By which entrance an applicant came in

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    column = sa.Column("applicant_group", sa.Text(), nullable=False, server_default="")
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        # What was made before has no entrance: its edition of the programme knows none.
        batch_op.add_column(column, insert_after="edition")
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.alter_column("applicant_group", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.drop_column("applicant_group")
