"""``key``: takes the master key out of the machine, encrypted, and puts it back (docs/backup.md)."""

from __future__ import annotations

import argparse
import errno
import getpass
import os
from pathlib import Path

from adapters.backup_key import open_master_key, seal_master_key
from adapters.randomness import SystemRandomness
from adapters.secrets import load_master_key, store_master_key
from commands.installation import AddCommand, Installation
from config import UnsafeConfiguration
from domain.certificates.numbering import ALPHABET, grouped

LETTERS = 28
"""140 bits: the file may be copied by anybody, and is guessed at without any limit."""
SHORTEST = 20


def handle_key(installation: Installation, arguments: argparse.Namespace) -> int:
    """Exports or imports the master key."""
    path = installation.config.master_key
    if arguments.action == "import":
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there is a master key already", str(path))
        store_master_key(path, open_master_key(arguments.file.read_bytes(), passphrase_from(arguments)))
        print(f"the master key lies in {path}")
        return 0
    if not path.exists():
        raise UnsafeConfiguration(f"there is no master key at {path}")
    drawn = arguments.passphrase_file is None
    passphrase = grouped(SystemRandomness().letters(ALPHABET, LETTERS)) if drawn else passphrase_from(arguments)
    if len(passphrase) < SHORTEST:
        raise UnsafeConfiguration(f"a passphrase that guards the master key has at least {SHORTEST} characters")
    _write(arguments.file, seal_master_key(load_master_key(path), passphrase))
    print(f"the master key, encrypted: {arguments.file}")
    if drawn:
        print(f"its passphrase:            {passphrase}")
    print("keep the two apart, and neither with the backups; whoever has both has every key of the office")
    return 0


def passphrase_from(arguments: argparse.Namespace) -> str:
    """From a file, or typed unseen."""
    if arguments.passphrase_file is not None:
        return str(arguments.passphrase_file.read_text(encoding="utf-8").strip())
    return getpass.getpass("passphrase: ").strip()


def _write(file: Path, content: bytes) -> None:
    """For its owner only, and never over an older export, which may be the last one that opens."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    key = command("key", handle_key, "export the master key, encrypted by a passphrase, or import it")
    key.add_argument("action", choices=["export", "import"])
    key.add_argument("file", type=Path)
    key.add_argument("--passphrase-file", type=Path, help="file with the passphrase (otherwise drawn, or asked for)")
