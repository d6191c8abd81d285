"""What ``adapters.key_shares`` seals, in a hundredth of the time: a test opens one file ten times.

A file names the work that its passphrase costs; age asks for a second of it, and opens what asks for less.
"""

from __future__ import annotations

import base64
import hmac
import os
import textwrap

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from shamir_mnemonic import generate_mnemonics

from adapters.key_shares import NEEDED, SHARES

_WORK = 10
"""The logarithm of scrypt's N; age itself takes 18 or so."""


def split(key: bytes, secret: bytes) -> tuple[bytes, list[str]]:
    """The key sealed in letters, and its sheets."""
    (sheets,) = generate_mnemonics(1, [(NEEDED, SHARES)], secret)
    letters = base64.b64encode(_sealed(key, secret.hex())).decode()
    lines = ["-----BEGIN AGE ENCRYPTED FILE-----", *textwrap.wrap(letters, 64), "-----END AGE ENCRYPTED FILE-----", ""]
    return "\n".join(lines).encode(), sheets


def _sealed(content: bytes, passphrase: str) -> bytes:
    """An age file (age-encryption.org/v1) of one chunk."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    scrypt = Scrypt(b"age-encryption.org/v1/scrypt" + salt, length=32, n=2**_WORK, r=8, p=1)
    wrapped = ChaCha20Poly1305(scrypt.derive(passphrase.encode())).encrypt(bytes(12), file_key, None)
    header = f"age-encryption.org/v1\n-> scrypt {_letters(salt)} {_WORK}\n{_letters(wrapped)}\n---".encode()
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    last_chunk = bytes(11) + b"\1"
    body = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(last_chunk, content, None)
    return header + f" {_letters(mac)}\n".encode() + nonce + body


def _derived(key: bytes, salt: bytes, what_for: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, what_for).derive(key)


def _letters(octets: bytes) -> str:
    return base64.b64encode(octets).decode().rstrip("=")
