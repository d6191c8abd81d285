"""Chance, passwords and the safe as the office has them, which note each secret for the scan of the logs."""

from __future__ import annotations

import base64

from adapters.passwords import Passwords
from adapters.randomness import SystemRandomness
from adapters.secrets import MasterKeySecretBox
from tests.log_scan import LEDGER

DIGITS, LONG = frozenset("0123456789"), 16


def note_key(key: bytes) -> None:
    """As people would write it."""
    for written in (key.hex(), base64.b64encode(key).decode(), base64.b32encode(key).decode()):
        LEDGER.know(written)


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
        LEDGER.know(plaintext.decode(errors="replace"))
        return super().seal(plaintext, context=context)
