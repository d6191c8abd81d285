"""Sessions of browsers, in the database and sealed (design §3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

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


def test_a_page_that_only_reads_writes_once_a_minute(office: Office, clock: FixedClock) -> None:
    web_sessions.save(office, TOKEN, DRAFT, staff_id=None)
    begun = clock()
    clock.advance(timedelta(seconds=59))
    web_sessions.load(office, TOKEN)
    assert all_of(office, WebSession)[0].seen_at == begun
    clock.advance(timedelta(seconds=1))
    web_sessions.load(office, TOKEN)
    assert all_of(office, WebSession)[0].seen_at == clock()


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
