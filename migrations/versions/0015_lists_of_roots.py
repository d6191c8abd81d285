"""A root whose key leaves the machine signs a list for a year

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAME = "revocation_list_lives_a_week"
DAYS = "julianday(NEW.next_update) - julianday(NEW.this_update)"


def upgrade() -> None:
    root = "(SELECT kind FROM authority WHERE id = NEW.authority_id) = 'root'"
    _replace(
        f"{DAYS} > CASE WHEN {root} THEN 365.00001 ELSE 7.00001 END",
        "a revocation list is valid for a week at most, that of a root for a year",
    )


def downgrade() -> None:
    _replace(f"{DAYS} > 7.00001", "a revocation list is valid for a week at most")


def _replace(too_long: str, words: str) -> None:
    op.execute(f"DROP TRIGGER {NAME}")
    op.execute(
        f"CREATE TRIGGER {NAME} BEFORE INSERT ON revocation_list "
        f"WHEN {too_long} OR NEW.next_update <= NEW.this_update "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )
