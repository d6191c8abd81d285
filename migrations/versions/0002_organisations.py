"""Organisations and their people

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OFFICE = "'reception', 'reviewer', 'issuer', 'dispatcher', 'auditor', 'administrator'"
OUTSIDE = "'agent', 'branch', 'insurer', 'association'"


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('insurer', 'agency', 'association')", name=op.f("ck_organisation_known_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "representation",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("insurer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["organisation.id"], name=op.f("fk_representation_agency_id")),
        sa.ForeignKeyConstraint(["insurer_id"], ["organisation.id"], name=op.f("fk_representation_insurer_id")),
        sa.PrimaryKeyConstraint("agency_id", "insurer_id", name=op.f("pk_representation")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("representation") as batch_op:
        batch_op.create_index(batch_op.f("ix_representation_insurer_id"), ["insurer_id"], unique=False)
    # Rebuilt, not added to: SQLite cannot add a column before the constraints, nor change a CHECK.
    with op.batch_alter_table("staff", recreate="always", table_kwargs={"sqlite_strict": True}) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_staff_organisation_id"), "organisation", ["organisation_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_staff_organisation_id"), ["organisation_id"], unique=False)
    _roles(f"{OFFICE}, {OUTSIDE}")


def downgrade() -> None:
    op.execute(f"DELETE FROM staff_role WHERE role IN ({OUTSIDE})")  # noqa: S608 — words of this file only
    _roles(OFFICE)
    with op.batch_alter_table("staff", recreate="always", table_kwargs={"sqlite_strict": True}) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_organisation_id"))
        batch_op.drop_constraint(op.f("fk_staff_organisation_id"), type_="foreignkey")
        batch_op.drop_column("organisation_id")
    with op.batch_alter_table("representation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_representation_insurer_id"))
    op.drop_table("representation")
    op.drop_table("organisation")


def _roles(known: str) -> None:
    """The posts that a row may name."""
    name = op.f("ck_staff_role_known_role")
    with op.batch_alter_table("staff_role", recreate="always", table_kwargs={"sqlite_strict": True}) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"role IN ({known})")
