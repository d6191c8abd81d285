"""The pages of administrators and the pages of a shut counter before axe, and on the narrowest screen (WCAG 2.2 AA).

Settings, お知らせ, accounts, the quarterly list, the audit trail, ceremonies, maintenance and closed hours.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.access import Actor, Role
from domain.japanese.local_time import JST
from domain.notices import Board, Notice
from domain.pki.ceremony import CeremonyAct
from domain.settings import Group
from domain.settings.setting import PER_PROGRAMME
from services import accounts, notices, settings
from tests.browser.axe import Look
from tests.browser.conftest import Counter
from tests.browser.staff import seated
from tests.factories.ceremonies import Administrators
from tests.factories.offices import make_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def boss(counter: Counter) -> Actor:
    """Another administrator, who has left things to look at."""
    actor, _ = make_staff(counter.office, Role.ADMINISTRATOR, name="管理 二郎")
    notice = Notice(board=Board.ALL, dated=date(2026, 11, 1), title="年末年始の休業について", body="休業します。")
    notices.publish(counter.office, actor, notices.write(counter.office, actor, notice))
    accounts.invite(
        counter.office, actor, email="new@example.jp", name="新人", roles=[Role.AUDITOR], organisation_id=None
    )
    return actor


def test_pages_of_an_administrator(browser: Browser, counter: Counter, boss: Actor) -> None:
    desk = seated(browser, counter, Role.ADMINISTRATOR)
    look, office = Look(desk.page), f"{counter.url}/office"
    settings.set_two_person(counter.office, boss, on=False)
    for group in Group:
        look.at(f"{office}/settings/{group}" + ("/gid" if group in PER_PROGRAMME else ""))
    desk.page.goto(f"{office}/settings/rules")
    desk.page.locator('[name="staff_idle_minutes"]').fill("x")
    desk.press("保存する")
    look.here("a setting that was refused")
    for path in (
        "settings", "notices", "notices/new", "notices/1", "accounts", "accounts?text=zzz", "accounts/new",
        "accounts/1", "accounts/review", "organisations", "audit", "audit?since=x", "account", "health",
    ):  # fmt: skip
        look.at(f"{office}/{path}")
    assert look.found == {}


def test_pages_of_ceremonies(browser: Browser, counter: Counter, boss: Actor) -> None:
    """What two administrators do to authorities (design §4)."""
    second, _ = make_staff(counter.office, Role.ADMINISTRATOR, name="管理 三郎")
    two = Administrators(counter.office, boss, second)
    done, waiting = two.do(CeremonyAct.ROLL_OVER), two.propose(CeremonyAct.KEY_AWAY, 1)
    desk = seated(browser, counter, Role.ADMINISTRATOR)
    look, office = Look(desk.page), f"{counter.url}/office/authorities"
    for path in ("", "/propose/retire", f"/ceremonies/{done}", f"/ceremonies/{waiting}"):
        look.at(office + path)
    look.at(f"{counter.url}/authority/")
    look.at(f"{office}/ceremonies/{waiting}/carry-out")
    desk.press("ルート認証局の鍵を取り外す")
    look.here("a ceremony without key file and sheets")
    assert look.found == {}


def test_pages_of_a_shut_counter(page: Page, counter: Counter, boss: Actor) -> None:
    """S1-96, S1-97."""
    look, office = Look(page), counter.office
    now = counter.clock().astimezone(JST)
    hour = f"{(now + timedelta(hours=2)):%H}:00-{(now + timedelta(hours=3)):%H}:00"
    settings.change(office, boss, Group.HOURS, {"hours_apply": hour})
    look.at(f"{counter.url}/services/gid/apply/types")
    expect(page.locator("h1")).to_have_text("ただいま受付時間外です")
    begins = f"{now - timedelta(hours=1):%Y-%m-%d %H:%M}"
    typed = {"maintenance_begins": begins, "maintenance_ends": "", "maintenance_notice": "機械を入れ替えます。"}
    settings.change(office, boss, Group.MAINTENANCE, typed)
    look.at(f"{counter.url}/services/gid/apply/types")
    expect(page.locator("h1")).to_have_text("メンテナンス中です")
    look.at(f"{counter.url}/notices")
    look.at(f"{counter.url}/notices/1")
    assert look.found == {}
