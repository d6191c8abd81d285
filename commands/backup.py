"""``backup``: makes a backup, lists them, or opens one and checks it."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters.backup_folder import Backup
from commands.installation import AddCommand, Installation
from services import backups


def back_up(installation: Installation, arguments: argparse.Namespace) -> int:
    """Makes, lists or checks backups."""
    office = installation.build_office(installation.config)
    try:
        if arguments.action == "list":
            for backup in office.backups.backups():
                keys = "" if backup.keys.exists() else "  (key files erased)"
                print(f"{backup.whole}  {backup.whole.stat().st_size:>12,} bytes{keys}")
        elif arguments.action == "verify":
            newest = office.backups.backups()[:1]
            chosen = [Backup.at(file) for file in arguments.files] or newest
            for backup in chosen:
                facts = backups.verify(office, backup)
                print(f"good: {backup.whole.name}, {facts.rows} acts, {facts.certificates} certificates")
            if not chosen:
                print("there is no backup yet")
                return 1
        else:
            made = backups.make(office)
            print(f"made and found good: {made.whole}")
    finally:
        office.database.close()
    return 0


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    backup = command("backup", back_up, "make a backup (or list, or verify them)")
    backup.add_argument("action", nargs="?", choices=["make", "list", "verify"], default="make")
    backup.add_argument("files", nargs="*", type=Path, help="for verify: files; otherwise the newest")
