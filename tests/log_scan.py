"""Reads what the office logs during the tests for secrets: each test fails if one stands there (ASVS 5.0 V16.2.5).

A secret is known from the moment it is made: offices of the tests draw chance, hash and seal by parts that note what
they give (``tests.fakes.noted``); what people type comes from ``tests.typed_secrets``. Each process of a run reads its
own log; one that is going to be killed writes down at once what it finds (``tell``).
"""

from __future__ import annotations

import logging
import re
import threading
from pathlib import Path

WORD = re.compile(r"[A-Za-z0-9_-]+")
SHORTEST = 8
"""Shorter ones would be found in any number; six digits are looked for in the log of their own test only."""
CODE = 6
"""Digits of the codes that are typed at a log-in."""
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
        """From now on this must not be read in any log; six digits, not in the log of this test."""
        if len(secret) == CODE and secret.isdigit():
            self.know_code(secret)
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
        # What the mail server of the tests says on its side of the wire is no log of the office.
        if not record.name.startswith("mail."):
            self._ledger.heard(self.format(record))


class Teller(Listener):
    """Writes the lines with a secret into a book, each before the program goes on."""

    def __init__(self, ledger: Ledger, book: Path) -> None:
        super().__init__(ledger)
        self._book = book

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if found := self._ledger.leaks():
            with self._book.open("a", encoding="utf-8") as book:
                book.writelines(f"{line}\n" for line in found)


LEDGER = Ledger()


def begin() -> None:
    """Listens from now on, to as much as the program itself would write (``commands.journal``)."""
    _listen(Listener(LEDGER))


def tell(book: Path) -> None:
    """Listens as ``begin`` does, in a process that nobody can ask afterwards."""
    _listen(Teller(LEDGER, book))


def _listen(listener: Listener) -> None:
    root = logging.getLogger()
    root.addHandler(listener)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
