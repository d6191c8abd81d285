"""Reads what the office logs during the tests for secrets: each test fails if one stands there (ASVS 5.0 V16.2.5).

A secret is known from the moment it is made: offices of the tests draw chance, hash and seal by parts that note what
they give (``tests.fakes.noted``); what people type comes from ``tests.typed_secrets``; what an office in a process of
its own has sealed is opened when it has ended (``tests.office_secrets``). Each process of a run reads its own log, test
by test; when all have ended, all their logs, and whatever the programs wrote that tests started (``tests.programs``),
are read for what any of them knows (``tests.run_folder``).
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from tests import run_folder
from tests.known_secrets import SHORTEST, WORD, KnownSecrets, digits_only

CODE = 6
"""Digits of the codes that are typed at a log-in."""
LONGEST = 16 * 1024
"""Characters. What is longer is a file somebody has handed in."""


class Ledger:
    """The secrets that are known, and what was logged since somebody looked."""

    def __init__(self, *, of_the_run: bool = False) -> None:
        self._known = KnownSecrets()
        self._codes: set[str] = set()
        self._lines: list[str] = []
        self._lock = threading.Lock()
        self._of_the_run = of_the_run
        self._running: list[Path] = []

    def know(self, secret: str) -> None:
        """From now on this must not be read in any log; six digits, not in the log of this test."""
        if digits_only(secret):
            self.know_code(secret)
        if len(secret) < SHORTEST or len(secret) > LONGEST or secret in self._known:
            return
        with self._lock:
            self._known.add(secret)
        if self._of_the_run and not digits_only(secret):
            run_folder.secret(secret)

    def know_code(self, digits: str) -> None:
        """A code of a few digits, for the log of this test and of the programs that are running."""
        self._codes.add(digits)
        for log in self._running:
            run_folder.code(digits, log)

    def knows(self, secret: str) -> bool:
        return secret in self._known

    def begins(self, log: Path) -> None:
        """A program runs that writes there."""
        self._running.append(log)

    def ends(self, log: Path) -> None:
        self._running.remove(log)

    def heard(self, text: str) -> None:
        with self._lock:
            self._lines.append(text)
            if self._of_the_run:
                run_folder.logged(text)

    def leaks(self) -> list[str]:
        """The lines with a secret in them; whoever asks begins a new page."""
        with self._lock:
            lines, self._lines = self._lines, []
            found = [line for line in lines if self._tells(line)]
        self._codes.clear()
        return found

    def _tells(self, line: str) -> bool:
        return self._known.told_by(line) or not self._codes.isdisjoint(WORD.findall(line))


class Listener(logging.Handler):
    """Puts everything that is logged, with the words of faults, into the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def emit(self, record: logging.LogRecord) -> None:
        # What the mail server of the tests says on its side of the wire is no log of the office.
        if not record.name.startswith("mail."):
            self._ledger.heard(self.format(record))


LEDGER = Ledger(of_the_run=True)


def begin() -> None:
    """Listens from now on, to as much as the program itself would write (``commands.journal``)."""
    root = logging.getLogger()
    root.addHandler(Listener(LEDGER))
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
