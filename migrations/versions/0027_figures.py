"""What the office's figures count is found without reading every record

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_audit_event_action_at"), "audit_event", ["action", "at"], unique=False)
    op.create_index(op.f("ix_deficiency_at"), "deficiency", ["at"], unique=False)
    op.create_index(
        "ix_certificate_valid",
        "certificate",
        ["not_after"],
        unique=False,
        sqlite_where=sa.text("der IS NOT NULL AND revoked_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_certificate_valid", table_name="certificate", sqlite_where=sa.text("der IS NOT NULL AND revoked_at IS NULL")
    )
    op.drop_index(op.f("ix_deficiency_at"), table_name="deficiency")
    op.drop_index(op.f("ix_audit_event_action_at"), table_name="audit_event")
