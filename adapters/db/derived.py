"""Tables that only repeat what others say, for speed: counts of applications, and the index they are found by.

Triggers keep them, so that no use case can forget to. A migration that makes ``application`` anew loses its triggers:
after every upgrade they are looked for, and if one is missing, all is made and filled again.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from adapters.db.unit_of_work import Database

# The day in Japan, whose clock has no summer time.
_DAY: Final = "date({row}.changed_at, '+9 hours')"


def _more(row: str) -> str:
    return (
        "INSERT INTO application_count(state, day, programme, count)"  # noqa: S608 — our own words
        f" VALUES ({row}.state, {_DAY.format(row=row)}, {row}.programme, 1)"
        " ON CONFLICT (state, day, programme) DO UPDATE SET count = count + 1;"
    )


def _less(row: str) -> str:
    key = f"state = {row}.state AND day = {_DAY.format(row=row)} AND programme = {row}.programme"
    return (
        f"UPDATE application_count SET count = count - 1 WHERE {key};"  # noqa: S608 — our own words
        f" DELETE FROM application_count WHERE {key} AND count = 0;"  # noqa: S608 — our own words
    )


_FOUND: Final = "INSERT INTO application_search(rowid, search_text) VALUES (new.id, new.search_text);"
_LOST: Final = (
    "INSERT INTO application_search(application_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
)
TRIGGERS: Final = {
    "application_counted_insert": ("AFTER INSERT", _more("new")),
    "application_counted_update": ("AFTER UPDATE OF state, changed_at, programme", _less("old") + _more("new")),
    "application_counted_delete": ("AFTER DELETE", _less("old")),
    "application_found_insert": ("AFTER INSERT", _FOUND),
    "application_found_update": ("AFTER UPDATE OF search_text", _LOST + _FOUND),
    "application_found_delete": ("AFTER DELETE", _LOST),
}
_FILL: Final = (
    "DELETE FROM application_count",
    "INSERT INTO application_count(state, day, programme, count)"  # noqa: S608 — our own words
    f" SELECT state, {_DAY.format(row='application')}, programme, count(*) FROM application GROUP BY 1, 2, 3",
    "INSERT INTO application_search(application_search) VALUES ('rebuild')",
)


def keep(database: Database) -> None:
    """Sets the triggers that are missing, and then fills everything anew."""
    with database.look() as records:
        # Looked at first, for nearly always nothing is missing and nothing need wait for a write.
        if set(records.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))) >= TRIGGERS.keys():
            return
    with database.writing.begin() as connection:
        for name, (when, work) in TRIGGERS.items():
            connection.execute(text(f"CREATE TRIGGER IF NOT EXISTS {name} {when} ON application BEGIN {work} END"))
        for statement in _FILL:
            connection.execute(text(statement))
