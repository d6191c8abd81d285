"""Revocation: entries of lists, requests, OCSP signers, and what may never go back

Revision ID: 0010
Revises: 0008
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from adapters.pki.revocation_list import entry_der
from domain.pki.contents import RevokedEntry
from domain.pki.revocation import RevocationReason

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None

TRIGGERS = {
    # A revoked certificate is on the list from the moment it is revoked, and as long as it is.
    "certificate_revoked_is_listed": (
        "BEFORE UPDATE OF revoked_at ON certificate WHEN NEW.revoked_at IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM crl_entry WHERE certificate_id = NEW.id AND der IS NOT NULL)",
        "a revoked certificate needs its entry in the revocation list first",
    ),
    "crl_entry_stays": (
        "BEFORE UPDATE ON crl_entry WHEN EXISTS "
        "(SELECT 1 FROM certificate WHERE id = OLD.certificate_id AND revoked_at IS NOT NULL"
        " AND revocation_reason <> 'certificateHold')",
        "the entry of a revoked certificate stays as it is",
    ),
    "crl_entry_of_held_stays": (
        "BEFORE UPDATE ON crl_entry WHEN NEW.der IS NULL AND EXISTS "
        "(SELECT 1 FROM certificate WHERE id = OLD.certificate_id AND revoked_at IS NOT NULL)",
        "the entry of a held certificate stays as long as it is held",
    ),
    "crl_entry_is_kept": ("BEFORE DELETE ON crl_entry", "entries of revocation lists are kept"),
    # RFC 5280 §5.3.1: only a hold can be lifted, or turned into a revocation.
    "certificate_stays_revoked": (
        "BEFORE UPDATE OF revoked_at, revocation_reason ON certificate "
        "WHEN OLD.revoked_at IS NOT NULL AND OLD.revocation_reason <> 'certificateHold'",
        "a revocation is never taken back",
    ),
    "certificate_keeps_serial": (
        "BEFORE UPDATE OF serial_number, authority_id ON certificate",
        "a serial number is given once",
    ),
    "certificate_is_kept": ("BEFORE DELETE ON certificate", "a serial number is never forgotten"),
    # RFC 5280 §5.2.3.
    "authority_crl_number_grows": (
        "BEFORE UPDATE OF crl_number ON authority WHEN NEW.crl_number < OLD.crl_number",
        "the number of revocation lists never goes back",
    ),
    "revocation_list_number_grows": (
        "BEFORE INSERT ON revocation_list WHEN NEW.number <= "
        "(SELECT max(number) FROM revocation_list WHERE authority_id = NEW.authority_id) "
        "OR NEW.number > (SELECT crl_number FROM authority WHERE id = NEW.authority_id)",
        "the number of revocation lists never goes back",
    ),
    "revocation_list_lives_a_week": (
        "BEFORE INSERT ON revocation_list WHEN julianday(NEW.next_update) - julianday(NEW.this_update) > 7.00001 "
        "OR NEW.next_update <= NEW.this_update",
        "a revocation list is valid for a week at most",
    ),
    "revocation_list_keeps": ("BEFORE UPDATE ON revocation_list", "a published list stays as it was signed"),
}


def upgrade() -> None:
    op.create_table(
        "crl_entry",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False, comment="a list drawn up before is stale"),
        sa.Column("der", sa.LargeBinary(), nullable=True, comment="empty once a hold was lifted"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_crl_entry_authority_id")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_crl_entry_certificate_id")),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_crl_entry")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("crl_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_crl_entry_authority_id_changed_at"), ["authority_id", "changed_at"], unique=False
        )
    op.create_table(
        "ocsp_signer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("serial_number", sa.Text(), nullable=False, comment="hexadecimal, 40 characters"),
        sa.Column("intended_at", sa.Text(), nullable=False),
        sa.Column("not_before", sa.Text(), nullable=False),
        sa.Column("not_after", sa.Text(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True, comment="erased when its time is over"),
        sa.CheckConstraint("sealed_key IS NULL OR certificate IS NOT NULL", name=op.f("ck_ocsp_signer_signed")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_ocsp_signer_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocsp_signer")),
        sa.UniqueConstraint("serial_number", name=op.f("uq_ocsp_signer_serial_number")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("ocsp_signer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ocsp_signer_authority_id_not_after"), ["authority_id", "not_after"], unique=False
        )
    op.create_table(
        "revocation_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True, comment="of RFC 5280 §5.3.1; for a revocation only"),
        sa.Column("invalid_since", sa.Text(), nullable=True, comment="invalidityDate (RFC 5280 §5.3.2)"),
        sa.Column("note", sa.Text(), nullable=False, comment="why, in words of the office"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.Text(), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("act IN ('revoke', 'hold', 'release')", name=op.f("ck_revocation_request_known_act")),
        sa.CheckConstraint("source IN ('holder', 'office')", name=op.f("ck_revocation_request_known_source")),
        sa.CheckConstraint(
            "state IN ('received', 'reviewed', 'carried_out', 'refused')",
            name=op.f("ck_revocation_request_known_state"),
        ),
        sa.CheckConstraint("(act = 'revoke') = (reason IS NOT NULL)", name=op.f("ck_revocation_request_reason")),
        sa.CheckConstraint("invalid_since IS NULL OR act = 'revoke'", name=op.f("ck_revocation_request_invalid_since")),
        sa.CheckConstraint(
            "(state IN ('carried_out', 'refused')) = (decided_at IS NOT NULL)",
            name=op.f("ck_revocation_request_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_revocation_request_certificate_id")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_revocation_request_decided_by")),
        sa.ForeignKeyConstraint(["requested_by"], ["staff.id"], name=op.f("fk_revocation_request_requested_by")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["staff.id"], name=op.f("fk_revocation_request_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation_request")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("revocation_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revocation_request_certificate_id"), ["certificate_id"], unique=False)
        batch_op.create_index(
            "uq_revocation_request_open",
            ["certificate_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('received', 'reviewed')"),
        )
    _encode_entries()
    for name, (when, words) in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{words}'); END")


def _encode_entries() -> None:
    """Whatever is revoked already gets its entry."""
    connection = op.get_bind()
    revoked = connection.execute(
        sa.text(
            "SELECT id, authority_id, serial_number, revoked_at, revocation_reason FROM certificate "
            "WHERE revoked_at IS NOT NULL"
        )
    ).all()
    for certificate_id, authority_id, serial_number, revoked_at, reason in revoked:
        at = datetime.fromisoformat(revoked_at).astimezone(UTC)
        connection.execute(
            sa.text("INSERT INTO crl_entry VALUES (:certificate_id, :authority_id, :changed_at, :der)"),
            {
                "certificate_id": certificate_id,
                "authority_id": authority_id,
                "changed_at": revoked_at,
                "der": entry_der(RevokedEntry(int(serial_number, 16), at, RevocationReason(reason))),
            },
        )


def downgrade() -> None:
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.drop_table("revocation_request")
    op.drop_table("ocsp_signer")
    op.drop_table("crl_entry")
