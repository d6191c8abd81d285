"""What the audit page is narrowed to: read from the address, and written back into it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from domain.certificates.numbering import read_code
from domain.errors import InvalidInput
from domain.japanese.width import half_width
from queries.audit_events import Narrowed

LONGEST_SUBJECT = 100
"""Of what is searched for: SQLite refuses a LIKE of 50,000 octets, and no subject is so long."""
NAMES = ("subject", "person", "action", "since", "until")


def typed_of(values: Mapping[str, str]) -> dict[str, str]:
    """What stands in the inputs."""
    return {name: values.get(name, "").strip()[:LONGEST_SUBJECT] for name in NAMES}


def narrowed_to(typed: Mapping[str, str]) -> tuple[Narrowed, list[str]]:
    """What is asked for, and the words for what cannot be read."""
    problems: list[str] = []
    found = Narrowed(
        subject=_subject(typed["subject"]),
        person=int(typed["person"]) if typed["person"].isascii() and typed["person"].isdigit() else None,
        action=typed["action"],
        since=_day(typed["since"], problems),
        until=_day(typed["until"], problems),
    )
    return found, problems


def _day(text: str, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(half_width(text).replace("/", "-"))
    except ValueError:
        problems.append(_("「%(day)s」は日付として読めません。2026-11-01のように入力してください。", day=text))
        return None


def _subject(typed: str) -> str:
    """A bare application code names its application; anything else is the beginning of a subject's name."""
    try:
        return f"application:{read_code(typed)}"
    except InvalidInput:
        return typed
