"""Accounts: second factors, links by mail, known devices, reviews

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("staff", recreate="always", table_kwargs={"sqlite_strict": True}) as batch_op:
        batch_op.alter_column("password_hash", existing_type=sa.Text(), nullable=True)
        batch_op.alter_column("sealed_totp", existing_type=sa.LargeBinary(), nullable=True)
        batch_op.add_column(sa.Column("enrolled_at", sa.Text(), nullable=True), insert_after="made_at")
        batch_op.add_column(sa.Column("last_log_in_at", sa.Text(), nullable=True), insert_after="enrolled_at")
        batch_op.add_column(
            sa.Column("session_epoch", sa.Integer(), nullable=False, server_default="0"),
            insert_after="last_log_in_at",
        )
    with op.batch_alter_table("staff", recreate="always", table_kwargs={"sqlite_strict": True}) as batch_op:
        batch_op.alter_column("session_epoch", existing_type=sa.Integer(), server_default=None)
    op.execute("UPDATE staff SET enrolled_at = made_at")
    with op.batch_alter_table("web_session", recreate="always", table_kwargs={"sqlite_strict": True}) as batch_op:
        batch_op.add_column(sa.Column("address", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("browser", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("web_session", recreate="always", table_kwargs={"sqlite_strict": True}) as batch_op:
        batch_op.alter_column("address", existing_type=sa.Text(), server_default=None)
        batch_op.alter_column("browser", existing_type=sa.Text(), server_default=None)
    _of_one_person()
    op.create_table(
        "reset_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed_email", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_request")),
        sqlite_strict=True,
    )
    op.create_table(
        "factor_reset",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_factor_reset_staff_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_factor_reset_asked_by")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_factor_reset")),
        sqlite_strict=True,
    )
    op.create_table(
        "account_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.Text(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_review_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_review")),
        sqlite_strict=True,
    )


def _of_one_person() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("selector", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_recovery_code_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sqlite_strict=True,
    )
    op.create_index("uq_recovery_code_selector", "recovery_code", ["staff_id", "selector"], unique=True)
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("last_used_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkey_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_passkey_staff_id"), "passkey", ["staff_id"], unique=False)
    op.create_table(
        "account_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('invitation', 'password', 'factors')", name=op.f("ck_account_link_known_purpose")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_link_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_link")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_account_link_staff_id"), "account_link", ["staff_id"], unique=False)
    op.create_index(op.f("ix_account_link_expires_at"), "account_link", ["expires_at"], unique=False)
    op.create_table(
        "known_device",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_known_device_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_known_device")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_known_device_staff_id"), "known_device", ["staff_id"], unique=False)
    op.create_index(op.f("ix_known_device_used_at"), "known_device", ["used_at"], unique=False)


def downgrade() -> None:
    for table in (
        "account_review",
        "factor_reset",
        "reset_request",
        "known_device",
        "account_link",
        "passkey",
        "recovery_code",
    ):
        op.drop_table(table)
    with op.batch_alter_table("web_session", recreate="always", table_kwargs={"sqlite_strict": True}) as batch_op:
        batch_op.drop_column("browser")
        batch_op.drop_column("address")
    # Whoever had not chosen a password yet cannot be let in by the older office: no password matches these.
    op.execute("UPDATE staff SET password_hash = coalesce(password_hash, ''), sealed_totp = coalesce(sealed_totp, x'')")
    with op.batch_alter_table("staff", recreate="always", table_kwargs={"sqlite_strict": True}) as batch_op:
        batch_op.drop_column("session_epoch")
        batch_op.drop_column("last_log_in_at")
        batch_op.drop_column("enrolled_at")
        batch_op.alter_column("sealed_totp", existing_type=sa.LargeBinary(), nullable=False)
        batch_op.alter_column("password_hash", existing_type=sa.Text(), nullable=False)
