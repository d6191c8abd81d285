"""The lines of the list, filled into a line that is set once: twenty of them are most of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from flask import get_template_attribute, url_for
from markupsafe import Markup

from blueprints.shared import states
from blueprints.shared.ages import day_in_year, days_ago
from blueprints.shared.formatting import day
from blueprints.shared.set_once import Parts, fill_each, hole, parts_of
from blueprints.shared.translation import language
from blueprints.shared.translation import words as _
from domain.certificates.numbering import grouped
from domain.japanese.local_time import day_in_japan
from queries.application_queue import QueueRow

HOLES = (
    "url",
    "name",
    "reading",
    "organisation",
    "kind",
    "medium",
    "code",
    "state",
    "taken_by",
    "papers",
    "age",
    "day",
)
CHANGED, DUE, LATE = "changed", "due", "late"
"""What the day of a line is: of the last change, or the one by which the office should act."""


def lines(rows: Iterable[QueueRow], now: datetime) -> Markup:
    """The rows of the table; they read as of ``now``."""
    opened, today, spoken = url_for("review.application", code=""), day_in_japan(now), language()
    return fill_each(_line(row, opened, today, spoken) for row in rows)


def _line(row: QueueRow, opened: str, today: date, spoken: str) -> tuple[Parts, Mapping[str, object]]:
    note = CHANGED if row.due_on is None else LATE if row.due_on < today else DUE
    here = _("そろい") if row.papers_here == row.papers_needed else f"{row.papers_here} / {row.papers_needed}"
    return _blank(bool(row.taken_by), bool(row.medium), note, spoken), {
        "url": opened + row.code,
        "name": row.name,
        "reading": row.reading,
        "organisation": row.organisation or "—",
        "kind": row.kind,
        "medium": row.medium,
        "code": grouped(row.code),
        "state": states.shown("application", row.state),
        "taken_by": row.taken_by,
        "papers": here,
        "age": days_ago((today - row.changed_on).days, spoken),
        "day": day(row.changed_on) if row.due_on is None else day_in_year(row.due_on, today.year, spoken),
    }


@lru_cache(maxsize=32)
def _blank(taken: bool, on_medium: bool, note: str, _language: str) -> Parts:
    line = get_template_attribute("review/_queue_line.html", "line")
    return parts_of(str(line({name: hole(name) for name in HOLES}, taken, on_medium, note)))
