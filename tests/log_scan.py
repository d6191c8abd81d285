"""Reads what the office logs during the tests for secrets: each test fails if one stands there (ASVS 5.0 V16.2.5).

A secret is known from the moment it is made: offices of the tests draw chance and hash passwords by parts that note
what they give (``tests.fakes.noted``). Each process of a run reads its own log.
"""

from __future__ import annotations

import logging
import re
import threading

WORD = re.compile(r"[A-Za-z0-9_-]+")
SHORTEST = 8
"""Shorter ones would be found in any number; six digits are looked for in the log of their own test only."""
ALWAYS = frozenset({"PRIVATE KEY-----", "pepper of the tests"})


class Ledger:
    """The secrets that are known, and what was logged since somebody looked."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._phrases: set[str] = set(ALWAYS)
        self._codes: set[str] = set()
        self._lines: list[str] = []
        self._lock = threading.Lock()

    def know(self, secret: str) -> None:
        """From now on this must not be read in any log."""
        if len(secret) >= SHORTEST:
            (self._words if WORD.fullmatch(secret) else self._phrases).add(secret)

    def know_code(self, digits: str) -> None:
        """A code of a few digits, for the log of this test."""
        self._codes.add(digits)

    def knows(self, secret: str) -> bool:
        return secret in self._words or secret in self._phrases

    def heard(self, text: str) -> None:
        with self._lock:
            self._lines.append(text)

    def leaks(self) -> list[str]:
        """The lines with a secret in them; whoever asks begins a new page."""
        with self._lock:
            lines, self._lines = self._lines, []
        found = [line for line in lines if self._tells(line)]
        self._codes.clear()
        return found

    def _tells(self, line: str) -> bool:
        words = set(WORD.findall(line))
        # PINs are written in groups of four.
        words |= {word.replace("-", "") for word in words}
        return bool(words & self._words or words & self._codes) or any(phrase in line for phrase in self._phrases)


class Listener(logging.Handler):
    """Puts everything that is logged, with the words of faults, into the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def emit(self, record: logging.LogRecord) -> None:
        self._ledger.heard(self.format(record))


LEDGER = Ledger()


def begin() -> None:
    """Listens from now on, to as much as the program itself would write (``commands.journal``)."""
    root = logging.getLogger()
    root.addHandler(Listener(LEDGER))
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
