"""When each session was last seen, in memory until it is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from adapters.last_seen import LastSeen

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def test_who_is_seen_while_it_is_written_is_still_to_be_written() -> None:
    seen = LastSeen()
    for key in ("one", "another"):
        seen.note(key, NOW)
    taken = seen.unwritten()
    later = NOW + timedelta(minutes=1)
    seen.note("one", later)
    seen.written(taken)
    assert seen.unwritten() == {"one": later}
    assert seen.of("one") == later
    assert seen.of("another") is None, "the records know"
