"""The journal: one line a happening, on standard error, where the system takes it (docs/security.md)."""

from __future__ import annotations

import logging
import re
import time

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


class JournalLines(logging.Formatter):
    """Time in UTC, level, part, words.

    What follows a line break is set in, and no control character gets through, so that nobody's words pass for a
    line of ours or move a terminal (CWE-117).
    """

    def __init__(self) -> None:
        self.converter = time.gmtime
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        first, *more = super().format(record).splitlines()
        text = "\n".join([first, *(f"  | {line}" for line in more)])
        return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def begin() -> None:
    """Lets whatever this process logs from now on go to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JournalLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)
