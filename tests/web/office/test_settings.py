"""The screens of settings: default, meaning, words at the field, and what holds afterwards everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.db.models import AuditEvent, Setting
from app import create_app
from domain.access import Role
from domain.settings import SETTINGS, Group
from domain.settings.setting import PER_PROGRAMME
from domain.settings.table import SMTP_PASSWORD
from services import settings
from tests.factories.offices import make_config
from tests.factories.records import all_of
from tests.integration.mail.mail_server import MailServer, serving
from tests.web.office.conftest import Clerk, Desks, words
from tests.web.office.filled import filled

PAGES = [f"/office/settings/{group}" + ("/gid" if group in PER_PROGRAMME else "") for group in Group]
HOURS_PAGE, MAIL_PAGE = "/office/settings/hours", "/office/settings/mail"


@pytest.fixture
def administrator(desks: Desks) -> Clerk:
    return desks.clerk(Role.ADMINISTRATOR)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving(MailServer()) as running:
        yield running


def save(clerk: Clerk, page: str, **typed: str) -> str:
    """Types over what the page shows and saves it; gives the words of the next page."""
    shown = clerk.get(page).text
    return words(clerk.client.post(page, data=filled(shown) | typed, follow_redirects=True))


def test_the_overview_leads_to_every_page(administrator: Clerk) -> None:
    overview = administrator.get("/office/settings").text
    assert [page for page in PAGES if f'href="{page}"' not in overview] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_setting_shows_its_meaning_and_its_default(administrator: Clerk, page: str) -> None:
    shown = words(administrator.get(page))
    group = Group(page.split("/")[3])
    ours = [setting for setting in SETTINGS if setting.group is group]
    assert [setting.name for setting in ours if setting.meaning not in shown] == []
    assert shown.count("標準：") == len(ours)


def test_a_page_saved_unchanged_changes_nothing(desks: Desks, administrator: Clerk) -> None:
    for page in PAGES:
        assert "変わった設定はありません。" in save(administrator, page)
    assert all_of(desks.office, Setting) == []


def test_what_is_typed_holds_from_the_next_page_on_and_is_audited(desks: Desks, administrator: Clerk) -> None:
    assert "2件の設定を保存しました。" in save(
        administrator, "/office/settings/office", office_name="見本の窓口", office_address="東京都千代田区1-1"
    )
    home = words(desks.browser().get("/"))
    assert "見本の窓口" in home
    assert "東京都千代田区1-1" in home
    (event,) = [e for e in all_of(desks.office, AuditEvent) if e.subject == "setting:office_name"]
    assert (event.details["after"], event.actor_name) == ("見本の窓口", administrator.member.actor.name)
    assert "窓口の名称" in words(desks.clerk(Role.AUDITOR).get("/office/audit"))


def test_a_service_has_its_own_desk_and_account(desks: Desks, administrator: Clerk) -> None:
    """S4-132, S4-217: one source for every page, mail and paper."""
    before = administrator.get("/office/settings/desk/gid").text
    assert "0570-020-213" in before, "what programme.toml says is shown as the default"
    save(administrator, "/office/settings/desk/gid", support_phone="03-1234-5678", operator_postcode="1000001")
    service = words(desks.browser().get("/services/gid/"))
    assert "03-1234-5678" in service
    assert "0570-020-213" not in service
    for nowhere in ("desk", "desk/other", "hours/gid", "x"):
        assert administrator.get(f"/office/settings/{nowhere}").status_code == 404


@pytest.mark.parametrize(
    "page,name,typed,complaint",
    [
        ("/office/settings/rules", "staff_idle_minutes", "4", "5から120までの数字"),
        ("/office/settings/office", "office_name", "窓口\r\nBcc: x@example.jp", "制御文字は使えません"),
        (HOURS_PAGE, "hours_bonds", "22:00-6:00", "終了を開始より後に"),
        ("/office/settings/closing", "closing_days", "2027-02-29", "「2027-02-29」は日付として読めません"),
        ("/office/settings/rules", "two_person", "maybe", "選び直してください"),
        (MAIL_PAGE, "mail_from", "nobody", "メールアドレスの形になっていません"),
    ],
)
def test_a_slip_is_answered_at_its_field_and_nothing_typed_is_lost(
    desks: Desks, administrator: Clerk, page: str, name: str, typed: str, complaint: str
) -> None:
    answer = administrator.client.post(page, data=filled(administrator.get(page).text) | {name: typed})
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert complaint in words(answer)
    assert words(answer).startswith("本文へ移動") or "入力内容を確認してください(1件)" in words(answer)
    assert all_of(desks.office, Setting) == []


def test_settings_that_do_not_fit_together_are_answered_at_the_field_too(administrator: Clerk) -> None:
    shown = filled(administrator.get(MAIL_PAGE).text)
    answer = administrator.client.post(MAIL_PAGE, data=shown | {"smtp_tls": "none", "smtp_user": "office"})
    assert answer.status_code == 422
    assert 'id="smtp_tls-error"' in answer.text


def test_a_page_opened_before_somebody_elses_change_is_not_saved_over_it(administrator: Clerk) -> None:
    page = "/office/settings/office"
    stale = filled(administrator.get(page).text)
    save(administrator, page, office_name="先の窓口")
    answer = administrator.client.post(page, data=stale | {"office_name": "後の窓口"})
    assert answer.status_code == 422
    assert "別の人がこのページの設定を変えました" in words(answer)
    assert "後の窓口" in answer.text, "what was typed is still there"


def test_a_password_is_never_shown_and_stays_when_left_empty(desks: Desks, administrator: Clerk) -> None:
    save(administrator, MAIL_PAGE, smtp_host="mx.example.jp", smtp_password="hunter2 hunter2")  # noqa: S106 — invented
    shown = administrator.get(MAIL_PAGE)
    assert "hunter2" not in shown.text
    assert "保存されています" in words(shown)
    save(administrator, MAIL_PAGE, smtp_port="587")
    assert settings.snapshot(desks.office).text(SMTP_PASSWORD) == "hunter2 hunter2"


def test_what_the_installation_says_is_shown_and_cannot_be_changed(desks: Desks) -> None:
    fixed = replace(desks.office, fixed={"smtp_host": "mx.example.jp", "smtp_password": "of the environment"})
    app = create_app(make_config(fixed.database.path.parent, public_url="http://localhost"), office=fixed)
    clerk = replace_app(desks, app)
    shown = clerk.get(MAIL_PAGE)
    assert "環境変数または madoguchi.toml で指定されている項目は、ここでは変えられません。" in words(shown)
    assert "mx.example.jp" in words(shown)
    assert 'name="smtp_host"' not in shown.text
    assert "of the environment" not in shown.text
    assert "メールサーバー" in words(clerk.get("/office/settings"))


def replace_app(desks: Desks, app: object) -> Clerk:
    other = Desks(app, desks.office, desks.clock, desks.members, desks.codes)  # type: ignore[arg-type]  # — a Flask app
    return other.clerk(Role.ADMINISTRATOR)


def tried(clerk: Clerk, recipient: str) -> str:
    return words(clerk.post(f"{MAIL_PAGE}/test", {"recipient": recipient}, page=MAIL_PAGE))


def test_the_mail_server_is_tried_and_its_answer_shown(administrator: Clerk, server: MailServer) -> None:
    assert "メールサーバーを設定して保存してから" in tried(administrator, "me@example.jp")
    save(administrator, MAIL_PAGE, smtp_host="127.0.0.1", smtp_port=str(server.port), smtp_tls="none")
    assert "メールサーバーが受け取りました。" in tried(administrator, "me@example.jp")
    assert server.next().recipients == ["me@example.jp"]
    assert "メールアドレスの形" in tried(administrator, "a\r\nBcc: b@example.jp")
    server.at_recipient = "550 no such user here"
    assert "送信できませんでした。サーバーの応答：550 no such user here" in tried(administrator, "me@example.jp")
    assert server.take_all() == []


def test_a_mail_server_that_is_away_is_told_in_its_own_words(administrator: Clerk) -> None:
    save(administrator, MAIL_PAGE, smtp_host="127.0.0.1", smtp_port="1", smtp_tls="none")
    assert "送信できませんでした。サーバーの応答：ConnectionRefusedError" in tried(administrator, "me@example.jp")
