"""Whoever has a cookie of yesterday, or planted one, gets nothing for it."""

from __future__ import annotations

from flask import Response

from adapters.db.models import Staff, StaffRole
from domain.access import Role
from services import web_sessions
from tests.web.office.conftest import QUEUE, Desks, token_of

COOKIE = "madoguchi"


def test_a_request_still_at_work_does_not_bring_a_logged_out_session_back(desks: Desks) -> None:
    """Issuing takes a second and ends with words in the session; a log-out in that second must stand."""
    clerk = desks.clerk(Role.ISSUER)
    cookie = clerk.client.get_cookie(COOKIE)
    assert cookie
    interface = desks.app.session_interface
    with desks.app.test_request_context(headers={"Cookie": f"{COOKIE}={cookie.value}"}) as request:
        at_work = interface.open_session(desks.app, request.request)
        assert at_work is not None
        assert at_work["_user_id"]
        clerk.client.post("/office/logout", data={"csrf_token": token_of(clerk.get("/office/").text)})
        at_work["words"] = "issued"
        answer = Response()
        interface.save_session(desks.app, at_work, answer)
    assert "Set-Cookie" not in answer.headers
    assert web_sessions.load(desks.office, cookie.value) is None
    thief = desks.browser()
    thief.set_cookie(COOKIE, cookie.value)
    assert thief.get(f"{QUEUE}/{desks.codes['accepted']}").status_code == 302


def test_a_session_planted_before_log_in_is_worth_nothing_after(desks: Desks) -> None:
    attacker, victim = desks.browser(), desks.browser()
    attacker.get("/office/login")
    planted = attacker.get_cookie(COOKIE)
    assert planted
    victim.set_cookie(COOKIE, planted.value)
    assert desks.log_in(victim, desks.members[Role.REVIEWER]).status_code == 303
    own = victim.get_cookie(COOKIE)
    assert own
    assert own.value != planted.value
    assert attacker.get("/office/").status_code == 302


def test_a_token_of_the_attackers_choice_is_never_taken_over(desks: Desks) -> None:
    client = desks.browser()
    client.set_cookie(COOKIE, "chosen-by-the-attacker")
    client.get("/office/login")
    given = client.get_cookie(COOKIE)
    assert given
    assert given.value != "chosen-by-the-attacker"
    assert len(given.value) == 43


def test_a_closed_account_and_a_lost_post_count_from_the_next_page_on(desks: Desks) -> None:
    clerk = desks.clerk(Role.AUDITOR)
    assert clerk.get("/office/audit").status_code == 200
    staff_id = clerk.member.actor.staff_id
    with desks.office.database.write() as session:
        session.query(StaffRole).filter_by(staff_id=staff_id).delete()
    assert clerk.get("/office/audit").status_code == 403
    with desks.office.database.write() as session:
        session.get_one(Staff, staff_id).active = False
    assert clerk.get("/office/").status_code == 302


def test_a_forged_reminder_cookie_logs_nobody_in(desks: Desks) -> None:
    """Flask-Login would take ``remember_token``; we never give one, and none can be made without the key."""
    for forged in ("1", "1|", "1|" + "0" * 128, "1|abc"):
        client = desks.browser()
        client.set_cookie("remember_token", forged)
        assert client.get("/office/").status_code == 302
