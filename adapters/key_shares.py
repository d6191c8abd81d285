"""A key that leaves the machine: an age file that any two of three sheets of words open (SLIP-39)."""

from __future__ import annotations

from collections.abc import Sequence

import pyrage
from pyrage import passphrase as by_passphrase
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from adapters.backup_key import WrongKey, identity_of

NEEDED, SHARES = 2, 3
SECRET = 32
"""Octets of the secret that is shared: 256 bits."""


class SheetsDoNotFit(WrongKey):
    """Too few sheets, a mistyped word, sheets of different keys; the message says which."""


def split(key: bytes, secret: bytes) -> tuple[bytes, list[str]]:
    """The key sealed in letters, and three sheets of 33 words; ``secret`` is drawn for this key alone.

    What is shared is the key of age (X25519) that opens the file: a root's key itself would fill pages with words.
    """
    (sheets,) = generate_mnemonics(1, [(NEEDED, SHARES)], secret)
    return bytes(pyrage.encrypt(key, [identity_of(secret).to_public()], armored=True)), sheets


def join(sealed: bytes, sheets: Sequence[str]) -> bytes:
    """The key again. Raises ``SheetsDoNotFit``, or ``WrongKey`` where they fit one another and not the file."""
    try:
        return _opened(sealed, combine_mnemonics([" ".join(sheet.lower().split()) for sheet in sheets]))
    except MnemonicError as wrong:
        raise SheetsDoNotFit(f"these sheets do not fit together: {wrong}") from wrong
    except pyrage.DecryptError as wrong:
        raise WrongKey("these sheets belong to another file, or the file was changed") from wrong


def _opened(sealed: bytes, secret: bytes) -> bytes:
    try:
        return bytes(pyrage.decrypt(sealed, [identity_of(secret)]))
    except (pyrage.DecryptError, pyrage.IdentityError):
        # Files were sealed by the secret as a passphrase at first, and root keys outlive programs.
        return bytes(by_passphrase.decrypt(sealed, secret.hex()))
