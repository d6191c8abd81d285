"""The journal's lines: when, what part, which words, and nobody else's (ASVS 5.0 V16.2.2, V16.4.1)."""

from __future__ import annotations

import logging
import re

import pytest

from commands import journal
from commands.journal import JournalLines


def line(message: str, *values: object) -> str:
    record = logging.LogRecord("madoguchi", logging.WARNING, __file__, 1, message, values, None)
    record.created = 1_795_600_800.5
    return JournalLines().format(record)


def test_a_line_has_its_time_in_utc() -> None:
    """Whatever the zone of the machine (here: Auckland)."""
    assert line("mail %d not sent", 7) == "2026-11-25T10:00:00Z WARNING madoguchi mail 7 not sent"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_what_was_typed_cannot_forge_a_line(end: str) -> None:
    forged = "2026-11-25T10:00:01Z INFO madoguchi all is well"
    text = line("a server said %s", f"no{end}{forged}")
    assert text.splitlines()[1:] == [f"  | {forged}"]
    assert re.findall(r"^\S+Z ", text, re.MULTILINE) == ["2026-11-25T10:00:00Z "]


def test_no_control_character_gets_through() -> None:
    assert "\\x1b[2J\\x00" in line("%s", "\x1b[2J\x00")


def test_the_program_writes_such_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Also where a test has set up a log of its own before."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    try:
        journal.begin()
        logging.getLogger("madoguchi").info("begun")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO madoguchi begun\n", capsys.readouterr().err)
    finally:
        root.handlers[:] = before
        root.setLevel(level)
