"""``authority``: a successor, retirement, and the root's key out of the machine and back (docs/ceremony.md)."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from commands.installation import AddCommand, Installation
from commands.operator import operator
from config import UnsafeConfiguration
from queries import authorities
from services import ceremony, revocation_lists
from services.office import Office


def act(installation: Installation, arguments: argparse.Namespace) -> int:
    """Does one act of a ceremony."""
    office = installation.build_office(installation.config)
    try:
        ACTS[arguments.action](office, arguments)
    finally:
        office.database.close()
    return 0


def _list(office: Office, _arguments: argparse.Namespace) -> None:
    for one in authorities.published(office):
        kind = "root" if one.is_root else "issuing"
        ended = "  retired" if one.retired_at else ""
        print(
            f"{one.id}  {kind:8}{one.name}, until {one.facts.not_after:%Y-%m-%d}{ended}\n   SHA-256 {one.facts.sha256}"
        )


def _roll_over(office: Office, _arguments: argparse.Namespace) -> None:
    number = ceremony.roll_over(office, operator())
    revocation_lists.publish_due(office)
    print(f"made authority {number}; it issues from now on, and the one before goes on answering")


def _retire(office: Office, arguments: argparse.Namespace) -> None:
    ceremony.retire(office, operator(), arguments.number)
    print(f"authority {arguments.number} issues no more; its list and answers go on")


def _split(office: Office, arguments: argparse.Namespace) -> None:
    number, sealed, sheets = ceremony.split_root_key(office)
    arguments.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(arguments.folder / f"root-{number}.key.age", sealed)
    for place, sheet in enumerate(sheets, start=1):
        _write(arguments.folder / f"root-{number}-sheet-{place}.txt", sheet.encode() + b"\n")
    print(f"{arguments.folder}: the key in a file, and three sheets of which any two open it")
    print("give each sheet to another person, then: authority away FILE SHEET SHEET")


def _away(office: Office, arguments: argparse.Namespace) -> None:
    ceremony.take_root_key_away(office, operator(), *_file_and_sheets(arguments))
    print("the root's key is gone from this machine; its list is good for a year")
    print("backups made before still hold it, sealed by the master key: they are rotated away, or delete them")


def _back(office: Office, arguments: argparse.Namespace) -> None:
    ceremony.bring_root_key_back(office, operator(), *_file_and_sheets(arguments))
    print("the root's key is on this machine; take it away again afterwards")


def _file_and_sheets(arguments: argparse.Namespace) -> tuple[bytes, list[str]]:
    if len(arguments.files) < 3:
        raise UnsafeConfiguration("the file of the key and two of its sheets are needed: FILE SHEET SHEET")
    file, *sheets = arguments.files
    return file.read_bytes(), [sheet.read_text(encoding="ascii") for sheet in sheets]


def _write(file: Path, content: bytes) -> None:
    """For its owner only, and never over an older one."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        os.fsync(opened.fileno())


ACTS = {"list": _list, "roll-over": _roll_over, "retire": _retire, "split": _split, "away": _away, "back": _back}


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    acts = command("authority", act, "the authorities: list, successor, retirement, the root's key").add_subparsers(
        dest="action", required=True
    )
    acts.add_parser("list", help="every authority with its fingerprint")
    acts.add_parser("roll-over", help="make the next issuing CA")
    acts.add_parser("retire", help="an issuing CA issues no more").add_argument("number", type=int)
    acts.add_parser("split", help="the root's key in a file and three sheets").add_argument("folder", type=Path)
    for name, words in (("away", "erase the root's key here"), ("back", "put the root's key back")):
        acts.add_parser(name, help=words).add_argument("files", type=Path, nargs="+", metavar="FILE SHEET SHEET")
