"""Sessions of browsers, in the database and sealed (design §3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from adapters.db.models import Setting, WebSession
from adapters.passwords import token_hash
from domain.access import Role
from services import web_sessions
from services.office import Office
from tests.factories.offices import FixedClock, make_staff
from tests.factories.records import all_of

TOKEN = "token-of-a-browser"
DRAFT = {"typed": {"surname": "セコム"}}


def test_what_was_kept_comes_back_to_its_browser_only(office: Office) -> None:
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    assert web_sessions.load(office, TOKEN) == DRAFT
    assert web_sessions.load(office, "another") is None
    web_sessions.save(office, TOKEN, DRAFT | {"more": 1}, staff_id=None)
    assert web_sessions.load(office, TOKEN) == DRAFT | {"more": 1}
    assert len(all_of(office, WebSession)) == 1


def test_neither_token_nor_contents_lie_open(office: Office) -> None:
    """It may be a half-filled form."""
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    (row,) = all_of(office, WebSession)
    assert row.token_hash == token_hash(TOKEN)
    assert "セコム".encode() not in row.sealed
    office.database.forget_old_pages()
    assert TOKEN.encode() not in office.database.path.read_bytes()


def test_a_session_that_was_ended_is_gone(office: Office) -> None:
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    web_sessions.save(office, "another", DRAFT, staff_id=None)
    web_sessions.end(office, TOKEN)
    assert web_sessions.load(office, TOKEN) is None
    assert web_sessions.load(office, "another") == DRAFT


def test_a_request_still_at_work_does_not_bring_it_back(office: Office) -> None:
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    assert web_sessions.save(office, TOKEN, DRAFT, staff_id=None, fresh=False)
    web_sessions.end(office, TOKEN)
    assert not web_sessions.save(office, TOKEN, DRAFT, staff_id=None, fresh=False)
    assert web_sessions.load(office, TOKEN) is None


@pytest.mark.parametrize("who,idle", [("applicant", timedelta(hours=1)), ("staff", timedelta(minutes=20))])
def test_an_idle_session_ends(office: Office, clock: FixedClock, who: str, idle: timedelta) -> None:
    staff_id = make_staff(office, Role.REVIEWER)[0].staff_id if who == "staff" else None
    web_sessions.save(office, TOKEN, DRAFT, staff_id=staff_id)
    clock.advance(idle - timedelta(seconds=1))
    assert web_sessions.load(office, TOKEN) == DRAFT
    clock.advance(idle)
    assert web_sessions.load(office, TOKEN) is None


def test_work_keeps_it_alive_until_the_day_is_over(office: Office, clock: FixedClock) -> None:
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    for _ in range(19):
        clock.advance(timedelta(minutes=30))
        assert web_sessions.load(office, TOKEN) == DRAFT
    clock.advance(timedelta(minutes=30))
    assert web_sessions.load(office, TOKEN) is None, "ten hours after it began"


def test_a_page_that_only_reads_does_not_write_and_is_counted_all_the_same(office: Office, clock: FixedClock) -> None:
    """While the disk is full, or somebody writes for long, it is shown without waiting."""
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    begun = clock()
    with office.database.write():
        for _ in range(3):
            clock.advance(timedelta(minutes=50))
            assert web_sessions.load(office, TOKEN) == DRAFT, "an hour after it was last seen it would be over"
    assert all_of(office, WebSession)[0].seen_at == begun


def test_who_was_seen_is_written_by_the_job_for_all_together(office: Office, clock: FixedClock) -> None:
    for token in (TOKEN, "another", "idle"):
        web_sessions.save(office, token, DRAFT, staff_id=None)
    begun = clock()
    clock.advance(timedelta(seconds=59))
    web_sessions.load(office, TOKEN)
    assert web_sessions.write_last_seen(office) == 0, "on record it is exact to a minute"
    clock.advance(timedelta(seconds=1))
    web_sessions.load(office, TOKEN)
    web_sessions.load(office, "another")
    assert web_sessions.write_last_seen(office) == 2
    assert web_sessions.write_last_seen(office) == 0
    assert {row.token_hash: row.seen_at for row in all_of(office, WebSession)} == {
        token_hash(TOKEN): clock(),
        token_hash("another"): clock(),
        token_hash("idle"): begun,
    }


def test_what_is_written_late_neither_sets_a_session_back_nor_brings_it_back(office: Office, clock: FixedClock) -> None:
    for token in (TOKEN, "another"):
        web_sessions.save(office, token, DRAFT, staff_id=None)
    clock.advance(timedelta(minutes=2))
    web_sessions.load(office, TOKEN)
    web_sessions.load(office, "another")
    clock.advance(timedelta(minutes=2))
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    web_sessions.end(office, "another")
    web_sessions.write_last_seen(office)
    assert [(row.token_hash, row.seen_at) for row in all_of(office, WebSession)] == [(token_hash(TOKEN), clock())]


def test_who_was_seen_is_not_erased_before_that_is_written(office: Office, clock: FixedClock) -> None:
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    clock.advance(timedelta(minutes=59))
    web_sessions.load(office, TOKEN)
    clock.advance(timedelta(minutes=1))
    assert web_sessions.forget_expired(office) == 0
    assert web_sessions.load(office, TOKEN) == DRAFT


def test_what_could_not_be_written_is_written_the_next_time(office: Office, clock: FixedClock) -> None:
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    clock.advance(timedelta(minutes=50))
    web_sessions.load(office, TOKEN)
    with office.database.write() as session:
        session.execute(text("ALTER TABLE web_session RENAME TO away"))
    with pytest.raises(OperationalError):
        web_sessions.write_last_seen(office)
    with office.database.write() as session:
        session.execute(text("ALTER TABLE away RENAME TO web_session"))
    assert web_sessions.write_last_seen(office) == 1


def test_what_is_over_is_erased(office: Office, clock: FixedClock) -> None:
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    clock.advance(timedelta(minutes=30))
    web_sessions.save(office, "another", DRAFT, staff_id=None)
    assert web_sessions.forget_expired(office) == 0
    clock.advance(timedelta(minutes=30))
    assert web_sessions.forget_expired(office) == 1
    assert [row.token_hash for row in all_of(office, WebSession)] == [token_hash("another")]


def test_the_office_sets_how_long_an_idle_desk_stays_open(office: Office, clock: FixedClock) -> None:
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    web_sessions.save(office, TOKEN, DRAFT, staff_id=administrator.staff_id)
    with office.database.write() as session:
        session.add(Setting(name="staff_idle_minutes", value={"text": "5"}))
    clock.advance(timedelta(minutes=5) - timedelta(seconds=1))
    assert web_sessions.load(office, TOKEN) == DRAFT
    clock.advance(timedelta(minutes=5))
    assert web_sessions.load(office, TOKEN) is None
