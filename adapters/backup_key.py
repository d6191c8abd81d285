"""What opens a backup, and the office's keys on a sheet of paper (docs/backup.md). Files are those of age."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bech32
import pyrage
from pyrage import passphrase as by_passphrase
from pyrage.x25519 import Identity, Recipient

_KIND = "age-secret-key-"
_HEAD = b"madoguchi master key 1\n"


class WrongKey(RuntimeError):
    """The key or the passphrase does not open this file, or the file was changed."""


def identity_of(secret: bytes) -> Identity:
    """32 octets as a key of age (X25519)."""
    groups = bech32.convertbits(secret, 8, 5) or []
    return Identity.from_str(str(bech32.bech32_encode(_KIND, groups)).upper())


class BackupKey:
    """Opens the office's backups; made from 32 octets that the master key gives, so that whoever has it has this.

    ``recipients`` are further age keys (``age1…``) for which every backup is written too: their secret halves lie
    where the office wants them, and open a backup without the master key.
    """

    def __init__(self, secret: bytes, recipients: Sequence[str] = ()) -> None:
        """Raises ``ValueError`` for a recipient that is none."""
        self._identity = identity_of(secret)
        try:
            further = [Recipient.from_str(one) for one in recipients]
        except pyrage.RecipientError as wrong:
            raise ValueError(f"not an age recipient: {wrong}") from wrong
        self._recipients = [self._identity.to_public(), *further]

    def encrypt(self, plain: Path, sealed: Path) -> None:
        """Writes ``sealed``, which must not be there yet, readable by its owner only."""
        sealed.touch(mode=0o600, exist_ok=False)
        with plain.open("rb") as source, sealed.open("wb") as target:
            pyrage.encrypt_io(source, target, self._recipients)

    def decrypt(self, sealed: Path, plain: Path) -> None:
        """Raises ``WrongKey``; what was written by then is removed."""
        try:
            with sealed.open("rb") as source, plain.open("wb") as target:
                pyrage.decrypt_io(source, target, [self._identity])
        except (pyrage.DecryptError, OSError) as wrong:
            plain.unlink(missing_ok=True)
            if isinstance(wrong, OSError) and wrong.errno:
                raise
            raise WrongKey(f"{sealed.name} does not open: it was changed, or belongs to another master key") from wrong


def seal_master_key(master_key: bytes, passphrase: str) -> bytes:
    """The master key as an age file in letters (scrypt), to be printed or kept on another machine."""
    return bytes(by_passphrase.encrypt(_HEAD + master_key.hex().encode(), passphrase, armored=True))


def open_master_key(sealed: bytes, passphrase: str) -> bytes:
    """Raises ``WrongKey``."""
    try:
        opened = bytes(by_passphrase.decrypt(sealed, passphrase))
    except pyrage.DecryptError as wrong:
        raise WrongKey("the passphrase does not open this file, or the file was changed") from wrong
    if not opened.startswith(_HEAD):
        raise WrongKey("this file holds something else than a master key")
    return bytes.fromhex(opened.removeprefix(_HEAD).decode())
