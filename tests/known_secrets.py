"""What must be read in no log: secrets that are known, and whatever has the shape of one."""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-z0-9_-]+")
SHORTEST = 8
"""Shorter ones would be found in any number."""
FEW = 11
"""So many digits and fewer may stand in a log by chance: they are looked for where they were drawn or typed."""
ALWAYS = ("PRIVATE KEY-----", "AGE-SECRET-KEY-1", "otpauth://", "pepper of the tests")
SHAPES = re.compile(
    # A URL token, the cookie of a session, a challenge, the secret of /metrics: 256 bits (``adapters.randomness``).
    # Drawn ones have letters of both sizes and digits, the name of a function has not.
    r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[A-Za-z0-9_-]{43}(?![\w-])"
    # A key of 256 bits in base64.
    r"|(?<![\w+/])[A-Za-z0-9+/]{43}="
    # A form token, or whatever else Flask signs with a time.
    r"|(?<![\w-])[\w-]{20,}\.[\w-]{6}\.[\w-]{27}(?![\w-])"
    # A PIN as it is printed, and longer ones, such as the passphrase of an exported key.
    r"|(?<![\w-])(?:[2-9A-HJ-NP-Z]{4}-){3,}[2-9A-HJ-NP-Z]{4}(?![\w-])"
    # A sheet of a root's key, twenty words and more (SLIP-39).
    r"|(?<!\w)(?:[a-z]{4,8} ){19,}[a-z]{4,8}(?!\w)"
    # The secret of one-time codes (RFC 6238), 160 bits in base32.
    r"|(?<!\w)[A-Z2-7]{32}(?!\w)"
)


class KnownSecrets:
    """A pile of secrets, and whether a line tells one."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._phrases: dict[str, list[str]] = {}
        """By a word in it, since thousands of phrases would be slow to look for in every line."""
        self._bare = list(ALWAYS)

    def __contains__(self, secret: str) -> bool:
        return secret in self._words or secret in self._phrases.get(_handle(secret), self._bare)

    def add(self, secret: str) -> None:
        if WORD.fullmatch(secret):
            self._words.add(secret)
        elif secret not in self:
            handle = _handle(secret)
            (self._phrases.setdefault(handle, []) if handle else self._bare).append(secret)

    def told_by(self, line: str) -> bool:
        words = set(WORD.findall(line))
        # PINs are written in groups of four.
        words |= {word.replace("-", "") for word in words if "-" in word}
        return (
            not words.isdisjoint(self._words)
            or any(phrase in line for word in words & self._phrases.keys() for phrase in self._phrases[word])
            or any(phrase in line for phrase in self._bare)
            or SHAPES.search(line) is not None
        )


def digits_only(secret: str) -> bool:
    """Whether this is a code or a password of a few digits."""
    return len(secret) <= FEW and secret.isascii() and secret.isdigit()


def _handle(phrase: str) -> str:
    """A word that stands by itself wherever the phrase does; empty if there is none.

    One at the edge of the phrase may have grown together with what stands beside it in a log: only if need be.
    """
    found = list(WORD.finditer(phrase))
    inner = [one[0] for one in found if one.start() and one.end() < len(phrase) and len(one[0]) > 1]
    return max(inner or [one[0] for one in found if len(one[0]) >= SHORTEST], key=len, default="")
