"""``restore`` and ``resolve``: an office out of a backup, and the decision to let it sign again (docs/backup.md)."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from adapters.backup_folder import Backup
from adapters.backup_key import open_master_key
from adapters.clock import system_clock
from adapters.secrets import MasterKeySecretBox, load_master_key, store_master_key
from commands.installation import AddCommand, Installation
from commands.key import passphrase_from
from commands.operator import operator
from config import UnsafeConfiguration
from services import continuity, restoring, revocation_lists
from services.office import Office

OUTSIDE = ("audit-heads.txt", "serial-numbers.txt", "revoked-*.crl")


def restore(installation: Installation, arguments: argparse.Namespace) -> int:
    """Makes an office of a backup, in a new folder; it signs nothing until ``resolve``."""
    config = installation.config
    restoring.require_new(config.data)
    config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    config.witness.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = _key(arguments, config.master_key)
    folder = installation.backup_folder(config, MasterKeySecretBox(key))
    facts = restoring.unpack(folder, Backup.at(arguments.file), config.data, system_clock())
    if not config.master_key.exists():
        store_master_key(config.master_key, key)
    if arguments.witness:
        _bring_witness(arguments.witness, config.witness)
    office = installation.build_office(config)
    try:
        restoring.record(office, operator(), facts)
        print(f"restored: {config.data}, as it was at {facts.made_at:%Y-%m-%d %H:%M} UTC")
        _say_gap(office)
    finally:
        office.database.close()
    return 0


def resolve(installation: Installation, arguments: argparse.Namespace) -> int:
    """Lets a restored office sign again."""
    office = installation.build_office(installation.config)
    try:
        lists = [file.read_bytes() for file in arguments.crl]
        continuity.resolve(office, operator(), arguments.reason, lists)
        published = revocation_lists.publish_due(office)
        print(f"resolved; new revocation lists of {len(published)} authorities are published, and issuing is open")
    finally:
        office.database.close()
    return 0


def _key(arguments: argparse.Namespace, place: Path) -> bytes:
    if arguments.key_export:
        return open_master_key(arguments.key_export.read_bytes(), passphrase_from(arguments))
    if arguments.key or place.exists():
        return load_master_key(arguments.key or place)
    raise UnsafeConfiguration("the master key is needed: --key-export FILE (from key export) or --key FILE")


def _bring_witness(source: Path, target: Path) -> None:
    for pattern in OUTSIDE:
        for file in source.glob(pattern):
            if not (target / file.name).exists():
                shutil.copy(file, target / file.name)


def _say_gap(office: Office) -> None:
    gap = continuity.gap(office)
    if gap is None:
        return
    print("\nIssuing is shut. Since the backup, as far as is noted outside it:")
    print(f"  acts that are lost           {gap.lost_acts}")
    print(f"  certificates that are lost   {len(gap.lost_serials)}")
    for authority_id, outside, inside in gap.lists:
        print(f"  authority {authority_id}: revocation list {outside} is published, {inside} is known here")
    if office.audit_heads.last() is None and office.witness.last_serial() is None:
        print("  Nothing is noted outside: was the witness folder (--witness DIR) lost too?")
    print("\nFetch the last published revocation lists if you can, then:")
    print('  python app.py resolve --reason "WHY" [--crl FILE …]')


def add(command: AddCommand) -> None:
    """Puts both on the command line."""
    made = command("restore", restore, "make an office of a backup, in a new folder")
    made.add_argument("file", type=Path)
    made.add_argument("--key", type=Path, help="the master key itself (keys/master.key)")
    made.add_argument("--key-export", type=Path, help="the master key as `key export` wrote it")
    made.add_argument("--passphrase-file", type=Path, help="file with its passphrase (otherwise asked for)")
    made.add_argument("--witness", type=Path, help="folder with what is known outside the database")
    resolving = command("resolve", resolve, "let a restored office sign again")
    resolving.add_argument("--reason", required=True, help="why it may; goes on record")
    resolving.add_argument("--crl", type=Path, action="append", default=[], help="a published revocation list (DER)")
