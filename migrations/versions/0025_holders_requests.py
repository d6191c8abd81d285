"""How a holder's request to revoke came, and the papers by which a holder's data are changed

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revocation_evidence",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Text(), nullable=False),
        sa.Column(
            "seal_matches", sa.Integer(), nullable=True, comment="of the paper, with the seal of the application"
        ),
        sa.Column("signature_sha256", sa.Text(), nullable=True, comment="one mail is good for one request"),
        sa.Column("signed_at", sa.Text(), nullable=True, comment="by the signer's clock"),
        sa.Column("sender", sa.Text(), nullable=False, comment="as the mail says; not signed"),
        sa.Column("subject", sa.Text(), nullable=False, comment="as the mail says; not signed"),
        sa.Column("words", sa.Text(), nullable=False, comment="the signed text"),
        sa.Column("sealed", sa.LargeBinary(), nullable=True, comment="the whole mail, sealed"),
        sa.CheckConstraint("way IN ('paper', 'signed_mail')", name=op.f("ck_revocation_evidence_known_way")),
        sa.CheckConstraint("(way = 'paper') = (seal_matches IS NOT NULL)", name=op.f("ck_revocation_evidence_seal")),
        sa.CheckConstraint(
            "(way = 'signed_mail') = (signature_sha256 IS NOT NULL)", name=op.f("ck_revocation_evidence_signature")
        ),
        sa.CheckConstraint(
            "(way = 'signed_mail') = (signed_at IS NOT NULL)", name=op.f("ck_revocation_evidence_signed")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["revocation_request.id"], name=op.f("fk_revocation_evidence_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_revocation_evidence")),
        sa.UniqueConstraint("signature_sha256", name=op.f("uq_revocation_evidence_signature_sha256")),
        sqlite_strict=True,
    )
    op.create_table(
        "change_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Text(), nullable=False, comment="the paper arrived"),
        sa.Column("before", sa.Text(), nullable=False, comment="as it was when the paper was registered, or changed"),
        sa.Column("after", sa.Text(), nullable=False, comment="what is asked for; what is not in it stays"),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False, comment="why it was not done"),
        sa.CheckConstraint("state IN ('received', 'changed', 'refused')", name=op.f("ck_change_request_known_state")),
        sa.CheckConstraint("(state = 'received') = (decided_at IS NULL)", name=op.f("ck_change_request_decided")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_change_request_application_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_change_request_decided_by")),
        sa.ForeignKeyConstraint(["received_by"], ["staff.id"], name=op.f("fk_change_request_received_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_change_request_application_id"), "change_request", ["application_id"], unique=False)
    op.create_index(
        "uq_change_request_open",
        "change_request",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("state = 'received'"),
    )


def downgrade() -> None:
    op.drop_table("change_request")
    op.drop_table("revocation_evidence")
