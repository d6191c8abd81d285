"""A key that leaves the machine: an age file that any two of three sheets of words open (SLIP-39)."""

from __future__ import annotations

from collections.abc import Sequence

import pyrage
from pyrage import passphrase as by_passphrase
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from adapters.backup_key import WrongKey

NEEDED, SHARES = 2, 3
SECRET = 32
"""Octets of the secret that is shared: 256 bits."""


class SheetsDoNotFit(WrongKey):
    """Too few sheets, a mistyped word, sheets of different keys; the message says which."""


def split(key: bytes, secret: bytes) -> tuple[bytes, list[str]]:
    """The key sealed in letters, and three sheets of 33 words; ``secret`` is drawn for this key alone.

    What is shared is a secret that opens the file: a key itself would fill pages with words.
    """
    (sheets,) = generate_mnemonics(1, [(NEEDED, SHARES)], secret)
    return bytes(by_passphrase.encrypt(key, secret.hex(), armored=True)), sheets


def join(sealed: bytes, sheets: Sequence[str]) -> bytes:
    """The key again. Raises ``SheetsDoNotFit``, or ``WrongKey`` where they fit one another and not the file."""
    try:
        secret = combine_mnemonics([" ".join(sheet.lower().split()) for sheet in sheets])
        return bytes(by_passphrase.decrypt(sealed, secret.hex()))
    except MnemonicError as wrong:
        raise SheetsDoNotFit(f"these sheets do not fit together: {wrong}") from wrong
    except pyrage.DecryptError as wrong:
        raise WrongKey("these sheets belong to another file, or the file was changed") from wrong
