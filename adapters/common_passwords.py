"""The passwords people choose most, from leaked collections: whoever guesses begins with these."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "common-passwords.txt"


class CommonPasswords:
    """A set of words in small letters."""

    def __contains__(self, word: object) -> bool:
        return word in _words()


@cache
def _words() -> frozenset[str]:
    """Read when first asked for, since few processes ever are."""
    return frozenset(_FILE.read_text(encoding="utf-8").split())
