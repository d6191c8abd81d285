"""Coupons that the office keeps, and what they take off

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    op.create_table(
        "coupon",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("discount", sa.Integer(), nullable=False, comment="yen off the price with tax"),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("most_uses", sa.Integer(), nullable=True, comment="NULL: any number"),
        sa.Column(
            "uses", sa.Integer(), nullable=False, comment="applications that hold it; the withdrawn give it back"
        ),
        sa.Column("active", sa.Integer(), nullable=False, comment="0: ended by the office"),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.CheckConstraint("discount > 0", name=op.f("ck_coupon_discount")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_coupon_days")),
        sa.CheckConstraint("uses >= 0 AND (most_uses IS NULL OR uses <= most_uses)", name=op.f("ck_coupon_uses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code", name=op.f("uq_coupon_code")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        discount = sa.Column("fee_discount", sa.Integer(), nullable=False, server_default="0")
        batch_op.add_column(discount, insert_after="fee_tax_percent")
        batch_op.add_column(sa.Column("coupon_id", sa.Integer(), nullable=True), insert_after="fee_discount")
        batch_op.create_foreign_key(op.f("fk_application_coupon_id"), "coupon", ["coupon_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_application_coupon_id"), ["coupon_id"], unique=False)
        batch_op.create_check_constraint(
            op.f("ck_application_discount"), "fee_discount >= 0 AND (fee_discount = 0 OR coupon_id IS NOT NULL)"
        )
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.alter_column("fee_discount", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_coupon_id"))
        batch_op.drop_constraint(op.f("ck_application_discount"), type_="check")
        batch_op.drop_constraint(op.f("fk_application_coupon_id"), type_="foreignkey")
        batch_op.drop_column("coupon_id")
        batch_op.drop_column("fee_discount")
    op.drop_table("coupon")
