"""An office that is told to stop writes down what only memory knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.db.models import WebSession
from adapters.db.unit_of_work import Database
from commands.serve import close
from services import web_sessions
from services.office import Office
from tests.factories.offices import FixedClock


@pytest.fixture
def seen(office: Office, clock: FixedClock) -> Office:
    """An office that has just seen somebody."""
    web_sessions.save(office, "token", {}, staff_id=None)
    clock.advance(timedelta(minutes=30))
    assert web_sessions.load(office, "token") == {}
    return office


def test_who_was_seen_is_still_known_after_a_restart(seen: Office) -> None:
    close(seen)
    again = Database(seen.database.path)
    with again.read() as session:
        assert session.query(WebSession).one().seen_at == seen.clock()
    again.close()


def test_a_fault_of_the_disk_does_not_keep_it_open(seen: Office) -> None:
    with seen.database.write() as session:
        session.execute(text("ALTER TABLE web_session RENAME TO away"))
    close(seen)
    assert seen.last_seen.unwritten(), "it could not be written"
