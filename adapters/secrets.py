"""SecretBox: envelope encryption of single values (design §3, NIST SP 800-38D)."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap_with_padding,
    aes_key_wrap_with_padding,
)

from adapters.randomness import SystemRandomness

_FORMAT = 1
_KEY_ID = 4
_WRAPPED = 40
_NONCE = 12
_MASTER_KEY = 32


class SecretBroken(RuntimeError):
    """A sealed value was changed, moved to another place, or belongs to another master key."""


class MasterKeySecretBox:
    """Seals with a fresh AES-256 key per value, wrapped by the master key (RFC 5649).

    A sealed value is format (1 octet) | key id (4) | wrapped data key (40) | nonce (12) | ciphertext and tag.
    Erasing it erases its data key. ``context`` (``table|id|column``) is authenticated, so that a value copied
    to another row does not open there.
    """

    def __init__(self, master_key: bytes, randomness: SystemRandomness | None = None) -> None:
        if len(master_key) != _MASTER_KEY:
            raise ValueError("a master key has 32 octets")
        self._master_key = master_key
        self._key_id = hashlib.sha256(b"madoguchi key id" + master_key).digest()[:_KEY_ID]
        self._randomness = randomness or SystemRandomness()

    def seal(self, plaintext: bytes, *, context: str) -> bytes:
        data_key = self._randomness.octets(32)
        nonce = self._randomness.octets(_NONCE)
        head = bytes([_FORMAT]) + self._key_id
        ciphertext = AESGCM(data_key).encrypt(nonce, plaintext, head + context.encode())
        return head + aes_key_wrap_with_padding(self._master_key, data_key) + nonce + ciphertext

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """Raises ``SecretBroken``."""
        head, rest = sealed[: 1 + _KEY_ID], sealed[1 + _KEY_ID :]
        if head != bytes([_FORMAT]) + self._key_id:
            raise SecretBroken("sealed with another master key, or in an unknown format")
        wrapped, nonce, ciphertext = (
            rest[:_WRAPPED],
            rest[_WRAPPED : _WRAPPED + _NONCE],
            rest[_WRAPPED + _NONCE :],
        )
        try:
            data_key = aes_key_unwrap_with_padding(self._master_key, wrapped)
            return AESGCM(data_key).decrypt(nonce, ciphertext, head + context.encode())
        except (InvalidTag, InvalidUnwrap, ValueError) as broken:
            raise SecretBroken(f"the sealed value at {context} does not open") from broken

    def derive(self, purpose: str) -> bytes:
        """A 32-octet key for one purpose, such as the pepper of passwords; never the master key itself."""
        return hashlib.blake2b(purpose.encode(), key=self._master_key, digest_size=32, person=b"madoguchi").digest()


def load_master_key(path: Path, *, first_use: bool = True) -> bytes:
    """Reads the master key; makes one on first use, readable by its owner only.

    Raises ``PermissionError`` if others can read it, ``SecretBroken`` if it is not a whole key, or is missing where
    there are records already: a new key would open none of them.
    """
    if not path.exists():
        if not first_use:
            raise SecretBroken(
                f"the master key is missing: {path}; put it back: python app.py key import FILE (see docs/backup.md)"
            )
        # Of two starters one wins.
        with suppress(FileExistsError):
            store_master_key(path, SystemRandomness().octets(_MASTER_KEY))
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} can be read by others; run: chmod 600 {path}")
    key = path.read_bytes()
    if len(key) != _MASTER_KEY:
        raise SecretBroken(f"{path} is not a whole master key; put it back: python app.py key import FILE")
    return key


def store_master_key(path: Path, key: bytes) -> None:
    """Puts a master key in its place, whole or not at all. Raises ``FileExistsError`` if there is one already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written aside and linked into place: a crash leaves no half key.
    # Not named by process id: in a container that is the same after every crash.
    aside = path.with_name(f".{path.name}.{SystemRandomness().token()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    finally:
        aside.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """A power cut must not take the key's name away again while sealed values outlive it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
