"""The commands and their options, and what a refusal reads like on a terminal."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import OperationalError

from adapters.backup_folder import BackupBroken
from adapters.backup_key import WrongKey
from adapters.db.engine import UnsafeDatabase
from adapters.db.migrate import NewerDatabase
from adapters.db.safe_copy import BadCopy
from adapters.programmes import BadProgramme
from adapters.secrets import SecretBroken
from commands import about, audit, authority, backup, check, init, install_service, key, restore, serve, user, worker
from commands.installation import Run
from config import UnsafeConfiguration, single_file
from domain.errors import RuleViolation

COMMANDS = (serve, worker, init, user, audit, backup, key, restore, check, install_service, authority, about)

REFUSALS = (
    UnsafeConfiguration,
    BadProgramme,
    NewerDatabase,
    UnsafeDatabase,
    SecretBroken,
    BackupBroken,
    WrongKey,
    BadCopy,
    about.NotBuilt,
    OSError,
)
"""What a person can mend; anything else is a fault of ours and shows its trace."""

MENDS = {
    errno.EADDRINUSE: "another program has this port; choose one with --port N",
    errno.EACCES: "this user may not do that; choose a folder of its own with --data DIR",
    errno.EPERM: "this user may not do that; choose a folder of its own with --data DIR",
    errno.EROFS: "nothing can be written there; choose another folder with --data DIR",
    errno.EEXIST: "a file is in the way of the data folder; choose another place with --data DIR",
    errno.ENOTDIR: "a file is in the way of the data folder; choose another place with --data DIR",
    errno.ENOSPC: "make room on the disk and start again; nothing is lost",
}


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    program = single_file()
    usual = f"madoguchi-data beside {program.name}" if program else "instance"
    made = argparse.ArgumentParser(prog=program.name if program else "app.py", description="Madoguchi, the counter")
    made.add_argument("--version", action="version", version=about.version())
    commands = made.add_subparsers(dest="command", required=True)

    def command(name: str, run: Run, words: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.add_argument("--data", type=Path, help=f"data folder (default: MADOGUCHI_DATA, or {usual})")
        added.set_defaults(run=run, demo=False, authority="")
        return added

    for noun in COMMANDS:
        noun.add(command)
    return made


def answer(act: Callable[[], int]) -> int:
    """Does it and gives the exit status; a refusal is said in words, with the mend."""
    try:
        return act()
    except RuleViolation as refusal:
        print(f"madoguchi: refused, {refusal.code.replace('_', ' ')}", file=sys.stderr)
    except OperationalError as fault:
        print(f"madoguchi: the database cannot be opened or written: {fault.orig}", file=sys.stderr)
        print("  → is the disk full or read-only, or the folder another user's?", file=sys.stderr)
    except REFUSALS as refusal:
        mend = MENDS.get(refusal.errno or 0, "") if isinstance(refusal, OSError) else ""
        print(f"madoguchi: {refusal}" + (f"\n  → {mend}" if mend else ""), file=sys.stderr)
    return 1
