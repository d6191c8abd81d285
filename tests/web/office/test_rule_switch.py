"""The screen on which the two-person rule goes off: one asks, another agrees or says no (design §4)."""

from __future__ import annotations

import pytest

from domain.access import Role
from tests.factories.offices import make_staff
from tests.web.office.conftest import Clerk, Desks, Member, words
from tests.web.office.filled import filled

PAGE = "/office/settings/rules"
APPROVE, KEEP = "/office/settings/two-person/approve", "/office/settings/two-person/withdraw"


@pytest.fixture
def first(desks: Desks) -> Clerk:
    return desks.clerk(Role.ADMINISTRATOR)


@pytest.fixture
def second(desks: Desks) -> Clerk:
    email = "second@example.jp"
    actor, secret = make_staff(desks.office, Role.ADMINISTRATOR, email=email, name="管理 二郎")
    client = desks.browser()
    assert desks.log_in(client, Member(actor, email, secret)).status_code == 303
    return Clerk(client, Member(actor, email, secret))


def ask(clerk: Clerk) -> str:
    typed = filled(clerk.get(PAGE).text) | {"two_person": "off"}
    return words(clerk.client.post(PAGE, data=typed, follow_redirects=True))


def test_one_asks_and_another_agrees(first: Clerk, second: Clerk) -> None:
    asked = ask(first)
    assert "二人確認を無効にする申請をしました" in asked
    assert "承認して無効にする" not in asked, "not by oneself"
    assert "申請は済んでいます" in ask(first)
    assert "申請は済んでいます" in words(first.post(APPROVE, page=PAGE))
    shown = words(second.get(PAGE))
    assert "担当 administratorさんが申請しました" in shown
    done = words(second.post(APPROVE, page=PAGE))
    assert "二人確認を無効にしました" in done
    assert "申請があります" not in done
    for clerk in (first, second):
        assert "二人確認は無効になっています" in words(clerk.get("/office/"))


def test_a_no_keeps_the_rule(first: Clerk, second: Clerk) -> None:
    ask(first)
    assert "二人確認は有効のままです" in words(second.post(KEEP, page=PAGE))
    assert "申請があります" not in words(first.get(PAGE))
    assert "二人確認を無効にする申請をしました" in words(second.post(APPROVE, page=PAGE)), "an old page only asks"


def test_nothing_else_on_the_page_waits(first: Clerk, second: Clerk) -> None:
    typed = filled(first.get(PAGE).text) | {"two_person": "off", "staff_idle_minutes": "30"}
    said = words(first.client.post(PAGE, data=typed, follow_redirects=True))
    assert "1件の設定を保存しました" in said
    assert "申請をしました" in said
