"""Guarantee bonds and orderers' domains

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "orderer_domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="ASCII, small letters"),
        sa.Column("body", sa.Text(), nullable=False, comment="団体・組織名"),
        sa.Column("department", sa.Text(), nullable=False, comment="部署名 (S3-44)"),
        sa.Column("registered_at", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orderer_domain")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("orderer_domain", schema=None) as batch_op:
        batch_op.create_index(
            "uq_orderer_domain_name", ["name"], unique=True, sqlite_where=sa.text("removed_at IS NULL")
        )

    op.create_table(
        "bond_folder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "request_key",
            sa.Text(),
            nullable=False,
            comment="made with the upload: a second press finds the folder of the first",
        ),
        sa.Column("insurer_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True, comment="empty: the insurer's own branch uploads"),
        sa.Column("policy_number", sa.Text(), nullable=False, comment="証券番号"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("works_name", sa.Text(), nullable=False, comment="工事名"),
        sa.Column("contractor_name", sa.Text(), nullable=False, comment="受注者名"),
        sa.Column("contractor_email", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True, comment="of the 閲覧用URL's token; empty: revoked"),
        sa.Column("sealed_token", sa.LargeBinary(), nullable=True, comment="to mail the same URL again (S3-25)"),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column(
            "sealed_password", sa.LargeBinary(), nullable=True, comment="for the 発注者提出用フォーマット (S3-21)"
        ),
        sa.Column(
            "password_generation", sa.Integer(), nullable=False, comment="viewing sessions of an older one are over"
        ),
        sa.Column(
            "kept_until",
            sa.Text(),
            nullable=False,
            comment="last upload's 保険終期 and three years (S3-47)",
        ),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column(
            "changed_at",
            sa.Text(),
            nullable=False,
            comment="the last upload, new password, new URL or deletion",
        ),
        sa.CheckConstraint(
            "kind IN ('performance_bond', 'bid_bond_insurance', 'performance_insurance')",
            name=op.f("ck_bond_folder_known_kind"),
        ),
        sa.CheckConstraint("state IN ('open', 'deleted', 'expired')", name=op.f("ck_bond_folder_known_state")),
        sa.CheckConstraint("(token_hash IS NULL) = (sealed_token IS NULL)", name=op.f("ck_bond_folder_url")),
        sa.ForeignKeyConstraint(["agency_id"], ["organisation.id"], name=op.f("fk_bond_folder_agency_id")),
        sa.ForeignKeyConstraint(["insurer_id"], ["organisation.id"], name=op.f("fk_bond_folder_insurer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bond_folder")),
        sa.UniqueConstraint("request_key", name=op.f("uq_bond_folder_request_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_bond_folder_token_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bond_folder", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bond_folder_agency_id_changed_at_id"), ["agency_id", "changed_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bond_folder_insurer_id_changed_at_id"), ["insurer_id", "changed_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_bond_folder_kept_until", ["kept_until"], unique=False, sqlite_where=sa.text("state = 'open'")
        )
        batch_op.create_index(
            "uq_bond_folder_policy",
            ["insurer_id", "policy_number"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "domain_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False, comment="of the confirmation page, against double presses"),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "registered_id",
            sa.Integer(),
            nullable=True,
            comment="what is changed or removed, and later what came of it",
        ),
        sa.Column("domain", sa.Text(), nullable=False, comment="as it shall be; for a removal, as it is"),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False, comment="who applies"),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.Text(), nullable=False),
        sa.Column("proof_hash", sa.Text(), nullable=False, comment="SHA-256 of the mailed link's token"),
        sa.Column("proven_at", sa.Text(), nullable=True, comment="the address is the applicant's"),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column(
            "effective_on",
            sa.Text(),
            nullable=True,
            comment="the batch (S3-45), or the day of the last decision",
        ),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.CheckConstraint("(wish = 'add') OR (registered_id IS NOT NULL)", name=op.f("ck_domain_application_target")),
        sa.CheckConstraint(
            "state IN ('unproven', 'open', 'approved', 'done', 'rejected', 'lapsed')",
            name=op.f("ck_domain_application_known_state"),
        ),
        sa.CheckConstraint("wish IN ('add', 'change', 'remove')", name=op.f("ck_domain_application_known_wish")),
        sa.ForeignKeyConstraint(
            ["registered_id"], ["orderer_domain.id"], name=op.f("fk_domain_application_registered_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domain_application")),
        sa.UniqueConstraint("proof_hash", name=op.f("uq_domain_application_proof_hash")),
        sa.UniqueConstraint("request_key", name=op.f("uq_domain_application_request_key")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("domain_application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_domain_application_state_id"), ["state", "id"], unique=False)

    op.create_table(
        "bond_draft",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("folder_id", sa.Integer(), nullable=True, comment="empty: a new folder"),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["bond_folder.id"], name=op.f("fk_bond_draft_folder_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_bond_draft_staff_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_bond_draft")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bond_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bond_draft_made_at"), ["made_at"], unique=False)

    op.create_table(
        "bond_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folder_id", sa.Integer(), nullable=False),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="counts the files of a folder, in the order of uploading"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="under which it is saved"),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the exact bytes, hexadecimal"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("signatures", sa.Text(), nullable=False, comment="signer, state and reason of each"),
        sa.Column("signature_state", sa.Text(), nullable=False),
        sa.Column("insurance_end", sa.Text(), nullable=False, comment="保険終期 as given with this upload"),
        sa.Column("uploaded_at", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column(
            "removed_at",
            sa.Text(),
            nullable=True,
            comment="registered by mistake, or its time is over",
        ),
        sa.CheckConstraint("paper IN ('bond', 'annex', 'notice_of_change')", name=op.f("ck_bond_file_known_paper")),
        sa.CheckConstraint(
            "signature_state IN ('invalid', 'unknown_signer', 'valid', 'unsigned')",
            name=op.f("ck_bond_file_known_signature_state"),
        ),
        sa.ForeignKeyConstraint(["folder_id"], ["bond_folder.id"], name=op.f("fk_bond_file_folder_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["bond_file.id"], name=op.f("fk_bond_file_replaced_by")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["staff.id"], name=op.f("fk_bond_file_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bond_file")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bond_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bond_file_sha256"), ["sha256"], unique=False)
        batch_op.create_index("uq_bond_file_number", ["folder_id", "number"], unique=True)

    op.create_table(
        "bond_viewing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False, comment="SHA-256 of what the browser's session holds"),
        sa.Column("folder_id", sa.Integer(), nullable=False),
        sa.Column("ability", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False, comment="the orderer's; empty for who only views"),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False, comment="network address it was opened from"),
        sa.Column("url_hash", sa.Text(), nullable=False),
        sa.Column("password_generation", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True, comment="left by the person"),
        sa.CheckConstraint("(ability = 'download') = (domain <> '')", name=op.f("ck_bond_viewing_orderer")),
        sa.CheckConstraint("ability IN ('view', 'download')", name=op.f("ck_bond_viewing_known_ability")),
        sa.ForeignKeyConstraint(["folder_id"], ["bond_folder.id"], name=op.f("fk_bond_viewing_folder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bond_viewing")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_bond_viewing_key_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bond_viewing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bond_viewing_folder_id"), ["folder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bond_viewing_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "domain_decision",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("verdict IN ('approve', 'reject')", name=op.f("ck_domain_decision_known_verdict")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["domain_application.id"], name=op.f("fk_domain_decision_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_domain_decision_organisation_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_domain_decision_staff_id")),
        sa.PrimaryKeyConstraint("application_id", "organisation_id", name=op.f("pk_domain_decision")),
        sqlite_strict=True,
    )
    op.create_table(
        "bond_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folder_id", sa.Integer(), nullable=False),
        sa.Column("viewing_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("act IN ('opened', 'seen', 'downloaded', 'refused')", name=op.f("ck_bond_access_known_act")),
        sa.ForeignKeyConstraint(["file_id"], ["bond_file.id"], name=op.f("fk_bond_access_file_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["bond_folder.id"], name=op.f("fk_bond_access_folder_id")),
        sa.ForeignKeyConstraint(["viewing_id"], ["bond_viewing.id"], name=op.f("fk_bond_access_viewing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bond_access")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bond_access", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bond_access_folder_id_id"), ["folder_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bond_access_viewing_id_file_id_act"), ["viewing_id", "file_id", "act"], unique=False
        )

    op.create_table(
        "bond_content",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["bond_file.id"], name=op.f("fk_bond_content_file_id")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_bond_content")),
        sqlite_strict=True,
    )
    op.create_table(
        "bond_deletion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folder_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True, comment="empty: the whole folder"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'requested') = (decided_at IS NULL)", name=op.f("ck_bond_deletion_decided")),
        sa.CheckConstraint("state IN ('requested', 'done', 'declined')", name=op.f("ck_bond_deletion_known_state")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_bond_deletion_decided_by")),
        sa.ForeignKeyConstraint(["file_id"], ["bond_file.id"], name=op.f("fk_bond_deletion_file_id")),
        sa.ForeignKeyConstraint(["folder_id"], ["bond_folder.id"], name=op.f("fk_bond_deletion_folder_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["staff.id"], name=op.f("fk_bond_deletion_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bond_deletion")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bond_deletion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bond_deletion_folder_id"), ["folder_id"], unique=False)

    op.create_table(
        "bond_draft_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("signatures", sa.Text(), nullable=False),
        sa.Column("signature_state", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_key"], ["bond_draft.key"], name=op.f("fk_bond_draft_file_draft_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bond_draft_file")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bond_draft_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bond_draft_file_draft_key"), ["draft_key"], unique=False)

    op.create_table(
        "bond_mail",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("folder_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["bond_folder.id"], name=op.f("fk_bond_mail_folder_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["outgoing_mail.id"], name=op.f("fk_bond_mail_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_bond_mail")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("bond_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bond_mail_folder_id"), ["folder_id"], unique=False)

    op.create_table(
        "orderer_log_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False, comment="SHA-256 of what the browser's session holds"),
        sa.Column("folder_id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("url_hash", sa.Text(), nullable=False),
        sa.Column("password_generation", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=True, comment="made when its mail is sent"),
        sa.Column("expires_at", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.CheckConstraint("(code_hash IS NULL) = (expires_at IS NULL)", name=op.f("ck_orderer_log_in_made")),
        sa.ForeignKeyConstraint(["folder_id"], ["bond_folder.id"], name=op.f("fk_orderer_log_in_folder_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["outgoing_mail.id"], name=op.f("fk_orderer_log_in_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orderer_log_in")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_orderer_log_in_key_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("orderer_log_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orderer_log_in_mail_id"), ["mail_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_orderer_log_in_requested_at"), ["requested_at"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("orderer_log_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orderer_log_in_requested_at"))
        batch_op.drop_index(batch_op.f("ix_orderer_log_in_mail_id"))

    op.drop_table("orderer_log_in")
    with op.batch_alter_table("bond_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bond_mail_folder_id"))

    op.drop_table("bond_mail")
    with op.batch_alter_table("bond_draft_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bond_draft_file_draft_key"))

    op.drop_table("bond_draft_file")
    with op.batch_alter_table("bond_deletion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bond_deletion_folder_id"))

    op.drop_table("bond_deletion")
    op.drop_table("bond_content")
    with op.batch_alter_table("bond_access", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bond_access_viewing_id_file_id_act"))
        batch_op.drop_index(batch_op.f("ix_bond_access_folder_id_id"))

    op.drop_table("bond_access")
    op.drop_table("domain_decision")
    with op.batch_alter_table("bond_viewing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bond_viewing_seen_at"))
        batch_op.drop_index(batch_op.f("ix_bond_viewing_folder_id"))

    op.drop_table("bond_viewing")
    with op.batch_alter_table("bond_file", schema=None) as batch_op:
        batch_op.drop_index("uq_bond_file_number")
        batch_op.drop_index(batch_op.f("ix_bond_file_sha256"))

    op.drop_table("bond_file")
    with op.batch_alter_table("bond_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bond_draft_made_at"))

    op.drop_table("bond_draft")
    with op.batch_alter_table("domain_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_domain_application_state_id"))

    op.drop_table("domain_application")
    with op.batch_alter_table("bond_folder", schema=None) as batch_op:
        batch_op.drop_index("uq_bond_folder_policy", sqlite_where=sa.text("state = 'open'"))
        batch_op.drop_index("ix_bond_folder_kept_until", sqlite_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f("ix_bond_folder_insurer_id_changed_at_id"))
        batch_op.drop_index(batch_op.f("ix_bond_folder_agency_id_changed_at_id"))

    op.drop_table("bond_folder")
    with op.batch_alter_table("orderer_domain", schema=None) as batch_op:
        batch_op.drop_index("uq_orderer_domain_name", sqlite_where=sa.text("removed_at IS NULL"))

    op.drop_table("orderer_domain")
