"""Chance, passwords and the safe as the office has them, which note each secret for the scan of the logs."""

from __future__ import annotations

import base64

from adapters.passwords import Passwords
from adapters.randomness import SystemRandomness
from adapters.secrets import MasterKeySecretBox
from tests.log_scan import LEDGER

DIGITS, LONG = frozenset("0123456789"), 12
LARGEST_KEY = 8192
"""Octets, with the certificates around it. What is larger is a file somebody has handed in."""


def note_key(key: bytes) -> None:
    """As people would write it, and as a program that prints what it has in hand."""
    for written in (
        key.hex(),
        base64.b64encode(key).decode(),
        base64.urlsafe_b64encode(key).decode().rstrip("="),
        base64.b32encode(key).decode(),
        repr(key[-32:])[2:-1],
    ):
        LEDGER.know(written)


def note_sealed(plaintext: bytes) -> None:
    """What was worth sealing: words, or the bytes of a key or of a file with one."""
    try:
        LEDGER.know(plaintext.decode())
    except UnicodeDecodeError:
        if len(plaintext) <= LARGEST_KEY:
            note_key(plaintext)


class NotedRandomness(SystemRandomness):
    """Application codes and references of faults are letters too, but shorter, and no secrets."""

    def token(self) -> str:
        made = super().token()
        LEDGER.know(made)
        return made

    def letters(self, alphabet: str, length: int) -> str:
        made = super().letters(alphabet, length)
        if length >= LONG or set(alphabet) == DIGITS:
            LEDGER.know(made)
        return made

    def octets(self, count: int) -> bytes:
        made = super().octets(count)
        note_key(made)
        return made


class NotedPasswords(Passwords):
    def hash(self, password: str) -> str:
        LEDGER.know(password)
        return super().hash(password)

    def hash_code(self, digits: str) -> str:
        LEDGER.know(digits)
        return super().hash_code(digits)


class NotedSecretBox(MasterKeySecretBox):
    """What is sealed is a secret, whoever made it: a mail password, a PIN, the secret of an authenticator."""

    def seal(self, plaintext: bytes, *, context: str) -> bytes:
        note_sealed(plaintext)
        return super().seal(plaintext, context=context)
