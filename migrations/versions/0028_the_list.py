"""The list of applications: who has each in hand, counts kept as they change, and an index to find them by

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from domain.certificates.search import words_of

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

STRICT = {"sqlite_strict": True}
AT_ONCE = 1_000


def upgrade() -> None:
    op.create_table(
        "application_count",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False, comment="in Japan, of the last change of state"),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_application_count_count")),
        sa.PrimaryKeyConstraint("state", "day", "programme", name=op.f("pk_application_count")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        words = "name, reading, organisation, email, cut for search"
        searched = sa.Column("search_text", sa.Text(), nullable=False, server_default="", comment=words)
        batch_op.add_column(searched, insert_after="email")
        taken = sa.Column("taken_by", sa.Integer(), nullable=True, comment="the reviewer who has it in hand")
        batch_op.add_column(taken, insert_after="accepted_by")
        batch_op.create_foreign_key(op.f("fk_application_taken_by"), "staff", ["taken_by"], ["id"])
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.alter_column("search_text", existing_type=sa.Text(), server_default=None)
    key = ["programme", "state", "changed_at", "id"]
    op.create_index(op.f("ix_application_programme_state_changed_at_id"), "application", key, unique=False)
    op.create_index(
        "ix_application_taken_by",
        "application",
        ["taken_by", "state", "changed_at", "id"],
        unique=False,
        sqlite_where=sa.text("taken_by IS NOT NULL"),
    )
    _write_search_texts()
    # Counts and index are filled, and kept from then on, by ``adapters.db.derived``.
    op.execute(
        "CREATE VIRTUAL TABLE application_search USING fts5(search_text, content='application', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 0')"
    )
    # What is erased leaves the index at once, and not when it happens to be written anew.
    op.execute("INSERT INTO application_search(application_search, rank) VALUES ('secure-delete', 1)")


def downgrade() -> None:
    for when in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS application_found_{when}")
        op.execute(f"DROP TRIGGER IF EXISTS application_counted_{when}")
    op.execute("DROP TABLE application_search")
    op.drop_index("ix_application_taken_by", table_name="application")
    op.drop_index(op.f("ix_application_programme_state_changed_at_id"), table_name="application")
    with op.batch_alter_table("application", recreate="always", table_kwargs=STRICT) as batch_op:
        batch_op.drop_constraint(op.f("fk_application_taken_by"), type_="foreignkey")
        batch_op.drop_column("taken_by")
        batch_op.drop_column("search_text")
    op.drop_table("application_count")


def _write_search_texts() -> None:
    connection, last = op.get_bind(), 0
    asked = sa.text(
        "SELECT id, name, reading, organisation, email FROM application WHERE id > :last ORDER BY id LIMIT :size"
    )
    write = sa.text("UPDATE application SET search_text = :words WHERE id = :id")
    while rows := connection.execute(asked, {"last": last, "size": AT_ONCE}).all():
        last = rows[-1].id
        connection.execute(write, [{"id": row.id, "words": words_of(*row[1:])} for row in rows])
