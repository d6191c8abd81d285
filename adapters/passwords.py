"""Passwords: argon2id over a pepper that is not in the database (design §3)."""

from __future__ import annotations

import base64
import hashlib
import hmac

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY


class Passwords:
    """Hashes and checks passwords; a stolen database alone lets nobody guess even 8 digits."""

    def __init__(self, pepper: bytes, hasher: PasswordHasher | None = None) -> None:
        self._pepper = pepper
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._codes = hasher or PasswordHasher(time_cost=5, memory_cost=7 * 1024, parallelism=1)
        # Checked when there is no account, so that its absence takes as long as a wrong password.
        self._nobody = self.hash("nobody")
        self._no_code = self.hash_code("nobody")

    def hash(self, password: str) -> str:
        return self._hasher.hash(self._peppered(password))

    def hash_code(self, digits: str) -> str:
        """Hashes a few digits that live for days and behind a lock, such as a download password.

        No slowness could protect 8 digits from somebody with the database: the pepper does. So the parameters are
        the quickest of those that OWASP's cheat sheet calls equal, and issuing a certificate does not wait for them.
        """
        return self._codes.hash(self._peppered(digits))

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether the password is the one stored; None costs the same time and says no."""
        try:
            self._hasher.verify(stored or self._nobody, self._peppered(password))
        except (VerificationError, InvalidHashError):
            return False
        return bool(stored)

    def matches_code(self, stored: str | None, code: str) -> bool:
        """As ``matches``, for what ``hash_code`` made: None costs what a wrong code costs."""
        return self.matches(stored or self._no_code, code) and bool(stored)

    def _peppered(self, password: str) -> str:
        digest = hmac.new(self._pepper, password.encode(), hashlib.sha256).digest()
        return base64.b64encode(digest).decode()


def token_hash(token: str) -> str:
    """What is stored of a URL token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
