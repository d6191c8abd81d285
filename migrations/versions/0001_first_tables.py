"""The first tables of the office

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False, comment="network address the act came from"),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column(
            "subject", sa.Text(), nullable=False, comment="kind:key of the thing acted on, e.g. application:ABCD…"
        ),
        sa.Column("details", sa.Text(), nullable=False, comment="before and after, never a secret"),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_subject_seq"), ["subject", "seq"], unique=False)

    op.create_table(
        "authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("crl_number", sa.Integer(), nullable=False, comment="never goes back (RFC 5280 §5.2.3)"),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('root', 'issuing')", name=op.f("ck_authority_known_kind")),
        sa.ForeignKeyConstraint(["issuer_id"], ["authority.id"], name=op.f("fk_authority_issuer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority")),
        sqlite_strict=True,
    )
    op.create_table(
        "lease",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("last_done_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_lease")),
        sqlite_strict=True,
    )
    op.create_table(
        "programme_edition",
        sa.Column("edition", sa.Text(), nullable=False, comment="SHA-256 of the source, hexadecimal"),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_programme_edition")),
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
        sqlite_strict=True,
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("sealed_totp", sa.LargeBinary(), nullable=False, comment="secret of the one-time codes (RFC 6238)"),
        sa.Column("totp_step", sa.Integer(), nullable=False, comment="last step used: a code works once"),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
        sqlite_strict=True,
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False, comment="what is counted, e.g. log_in|<hash of address>"),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
        sqlite_strict=True,
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="お申し込みコード (S4-120)"),
        sa.Column(
            "request_key",
            sa.Text(),
            nullable=False,
            comment="made with the confirmation page: a second press finds the first one's application",
        ),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="counts changes; a stale save is refused by it"),
        sa.Column("answers", sa.Text(), nullable=False, comment="as on the paper"),
        sa.Column("certificate_values", sa.Text(), nullable=False, comment="as they go into the certificate (S4-106)"),
        sa.Column("name", sa.Text(), nullable=False, comment="氏名(漢字), for lists and search"),
        sa.Column("reading", sa.Text(), nullable=False, comment="氏名(ふりがな), for search"),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("fee_before_tax", sa.Integer(), nullable=False),
        sa.Column("fee_tax_percent", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.Text(), nullable=False, comment="the form was confirmed and printed"),
        sa.Column("arrived_at", sa.Text(), nullable=True, comment="papers registered, the first time"),
        sa.Column("changed_at", sa.Text(), nullable=False, comment="the last change of state"),
        sa.Column("accepted_by", sa.Integer(), nullable=True, comment="may not issue under the two-person rule"),
        sa.Column("rejection_reason", sa.Text(), nullable=False),
        sa.Column("posted_number", sa.Text(), nullable=False, comment="本人限定受取郵便の引受番号"),
        sa.CheckConstraint(
            "state IN ('printed', 'arrived', 'reviewing', 'deficient', 'accepted', 'issued', 'dispatched', 'completed', 'rejected', 'withdrawn', 'lapsed')",
            name=op.f("ck_application_known_state"),
        ),
        sa.CheckConstraint("fee_before_tax >= 0", name=op.f("ck_application_fee")),
        sa.ForeignKeyConstraint(["accepted_by"], ["staff.id"], name=op.f("fk_application_accepted_by")),
        sa.ForeignKeyConstraint(["edition"], ["programme_edition.edition"], name=op.f("fk_application_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("code", name=op.f("uq_application_code")),
        sa.UniqueConstraint("request_key", name=op.f("uq_application_request_key")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_changed_at_id"), ["changed_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_application_state_changed_at_id"), ["state", "changed_at", "id"], unique=False
        )

    op.create_table(
        "audit_note",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_event.seq"], name=op.f("fk_audit_note_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_note")),
        sqlite_strict=True,
    )
    op.create_table(
        "revocation_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("this_update", sa.Text(), nullable=False),
        sa.Column("next_update", sa.Text(), nullable=False),
        sa.Column("der", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_revocation_list_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation_list")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("revocation_list", schema=None) as batch_op:
        batch_op.create_index("uq_revocation_list_number", ["authority_id", "number"], unique=True)

    op.create_table(
        "staff_role",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('reception', 'reviewer', 'issuer', 'dispatcher', 'auditor', 'administrator')",
            name=op.f("ck_staff_role_known_role"),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_role_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "role", name=op.f("pk_staff_role")),
        sqlite_strict=True,
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.Text(), nullable=False, comment="SHA-256 of the cookie's token"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_web_session_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_session")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_web_session_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("serial_number", sa.Text(), nullable=False, comment="hexadecimal, 40 characters"),
        sa.Column("contract_number", sa.Text(), nullable=False, comment="契約番号 (S4-151)"),
        sa.Column("intended_at", sa.Text(), nullable=False),
        sa.Column("not_before", sa.Text(), nullable=False),
        sa.Column("not_after", sa.Text(), nullable=False),
        sa.Column("der", sa.LargeBinary(), nullable=True),
        sa.Column("signed_at", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.Column("revocation_reason", sa.Text(), nullable=True),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(der IS NULL) = (signed_at IS NULL)", name=op.f("ck_certificate_signed")),
        sa.CheckConstraint("(revoked_at IS NULL) = (revocation_reason IS NULL)", name=op.f("ck_certificate_revoked")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_certificate_application_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_certificate_authority_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["staff.id"], name=op.f("fk_certificate_issued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("contract_number", name=op.f("uq_certificate_contract_number")),
        sa.UniqueConstraint("serial_number", name=op.f("uq_certificate_serial_number")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "ix_certificate_revoked",
            ["authority_id", "revoked_at"],
            unique=False,
            sqlite_where=sa.text("revoked_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_certificate_unsigned",
            ["intended_at"],
            unique=False,
            sqlite_where=sa.text("der IS NULL AND revoked_at IS NULL"),
        )

    op.create_table(
        "comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("matches", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_comparison_application_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_comparison_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_application_id"), ["application_id"], unique=False)
        batch_op.create_index("uq_comparison_item", ["application_id", "item"], unique=True)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_consent_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_application_id"), ["application_id"], unique=False)

    op.create_table(
        "deficiency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("mended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_deficiency_application_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_deficiency_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deficiency")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("deficiency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deficiency_application_id"), ["application_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the bytes before sealing, hexadecimal"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_document_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_application_id"), ["application_id"], unique=False)

    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False, comment="stays the same however often it is tried"),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False, comment="folder of templates/mail"),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="with [[places]] where a secret goes in at sending"),
        sa.Column("sealed_secrets", sa.LargeBinary(), nullable=True, comment="place → secret; erased once sent"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Text(), nullable=False, comment="not tried before"),
        sa.Column("leased_until", sa.Text(), nullable=True, comment="another worker holds it until then"),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dead')", name=op.f("ck_outgoing_mail_known_state")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_outgoing_mail_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outgoing_mail_message_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outgoing_mail_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outgoing_mail_state_due_at"), ["state", "due_at"], unique=False)

    op.create_table(
        "submitted_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="key of the programme's required paper"),
        sa.Column("arrived_on", sa.Text(), nullable=True, comment="decides the three months (S4-33)"),
        sa.Column("issued_on", sa.Text(), nullable=True, comment="date of issue on the paper"),
        sa.Column("is_copy", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('awaited', 'arrived', 'ok', 'too_old', 'mismatch')",
            name=op.f("ck_submitted_paper_known_verdict"),
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_submitted_paper_application_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_submitted_paper_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitted_paper")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("submitted_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submitted_paper_application_id"), ["application_id"], unique=False)
        batch_op.create_index("uq_submitted_paper_kind", ["application_id", "kind"], unique=True)

    op.create_table(
        "download",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False, comment="SHA-256 of the URL's token"),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.Text(), nullable=False, comment="end of day 30 (S4-161)"),
        sa.Column("first_pressed_at", sa.Text(), nullable=True),
        sa.Column("deadline", sa.Text(), nullable=True, comment="one hour after the first press (S4-166)"),
        sa.Column("last_fetched_at", sa.Text(), nullable=True),
        sa.Column("fetch_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'started', 'closed', 'locked')", name=op.f("ck_download_known_state")),
        sa.CheckConstraint("(first_pressed_at IS NULL) = (deadline IS NULL)", name=op.f("ck_download_pressed")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_download_certificate_id")),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_download")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_download_token_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "key_bundle",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("standard", sa.LargeBinary(), nullable=False, comment="sealed PKCS#12, AES-256"),
        sa.Column(
            "compatible", sa.LargeBinary(), nullable=False, comment="sealed PKCS#12 for macOS and old Windows, 3DES"
        ),
        sa.Column("pin", sa.LargeBinary(), nullable=True, comment="sealed; erased when the parcel is posted"),
        sa.Column("password", sa.LargeBinary(), nullable=True, comment="sealed; erased when the parcel is posted"),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_key_bundle_certificate_id")),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_key_bundle")),
        sqlite_strict=True,
    )
    op.execute(
        "CREATE TRIGGER audit_event_keeps BEFORE UPDATE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    )
    # A REPLACE deletes the row it collides with without asking the trigger on DELETE.
    op.execute(
        "CREATE TRIGGER audit_event_grows BEFORE INSERT ON audit_event "
        "WHEN EXISTS (SELECT 1 FROM audit_event WHERE seq >= NEW.seq OR hash = NEW.hash) "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_event_stays BEFORE DELETE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    )


def downgrade() -> None:
    op.drop_table("key_bundle")
    op.drop_table("download")
    with op.batch_alter_table("submitted_paper", schema=None) as batch_op:
        batch_op.drop_index("uq_submitted_paper_kind")
        batch_op.drop_index(batch_op.f("ix_submitted_paper_application_id"))

    op.drop_table("submitted_paper")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_application_id"))

    op.drop_table("outgoing_mail")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_application_id"))

    op.drop_table("document")
    with op.batch_alter_table("deficiency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deficiency_application_id"))

    op.drop_table("deficiency")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_application_id"))

    op.drop_table("consent")
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.drop_index("uq_comparison_item")
        batch_op.drop_index(batch_op.f("ix_comparison_application_id"))

    op.drop_table("comparison")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index("ix_certificate_unsigned", sqlite_where=sa.text("der IS NULL AND revoked_at IS NULL"))
        batch_op.drop_index("ix_certificate_revoked", sqlite_where=sa.text("revoked_at IS NOT NULL"))
        batch_op.drop_index(batch_op.f("ix_certificate_application_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_session_staff_id"))
        batch_op.drop_index(batch_op.f("ix_web_session_expires_at"))

    op.drop_table("web_session")
    op.drop_table("staff_role")
    with op.batch_alter_table("revocation_list", schema=None) as batch_op:
        batch_op.drop_index("uq_revocation_list_number")

    op.drop_table("revocation_list")
    op.drop_table("audit_note")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_state_changed_at_id"))
        batch_op.drop_index(batch_op.f("ix_application_changed_at_id"))

    op.drop_table("application")
    op.drop_table("throttle")
    op.drop_table("staff")
    op.drop_table("setting")
    op.drop_table("programme_edition")
    op.drop_table("lease")
    op.drop_table("authority")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_subject_seq"))

    op.drop_table("audit_event")
