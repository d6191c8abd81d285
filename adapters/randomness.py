"""The one home of chance: tokens, codes, serial numbers, all from the system's generator."""

from __future__ import annotations

import secrets


class SystemRandomness:
    """Unpredictable values for everything that guards something."""

    def token(self) -> str:
        """A URL token of 256 bits, 43 characters of base64url (design §3)."""
        return secrets.token_urlsafe(32)

    def letters(self, alphabet: str, length: int) -> str:
        """``length`` letters drawn evenly from ``alphabet``."""
        return "".join(secrets.choice(alphabet) for _ in range(length))

    def bits(self, count: int) -> int:
        """A number of at most ``count`` random bits."""
        return secrets.randbits(count)

    def fraction(self) -> float:
        """A number in [0, 1), for jitter."""
        return secrets.randbits(53) / (1 << 53)

    def octets(self, count: int) -> bytes:
        """``count`` random bytes, for keys and nonces."""
        return secrets.token_bytes(count)
