"""The passwords people choose most, from leaked collections: whoever guesses begins with these."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "common-passwords.txt"


class CommonPasswords:
    """A set of words in small letters; read when it is first asked, since few processes ever do."""

    def __contains__(self, word: object) -> bool:
        return word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_FILE.read_text(encoding="utf-8").split())
