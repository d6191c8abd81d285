"""``audit verify``: checks the audit trail; names the first bad row."""

from __future__ import annotations

import argparse

from commands.installation import AddCommand, Installation
from services import audit


def verify_audit(installation: Installation, _arguments: argparse.Namespace) -> int:
    """Checks the audit trail; names the first bad row."""
    office = installation.build_office(installation.config)
    with office.database.read() as session:
        count, bad = audit.verify(session, office.audit_heads.heads())
    print(f"audit trail: {count} rows, {'unbroken' if bad is None else f'BROKEN at row {bad}'}")
    return 0 if bad is None else 1


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    command("audit", verify_audit, "check the audit trail").add_argument("action", choices=["verify"])
