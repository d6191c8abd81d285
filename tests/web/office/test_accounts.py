"""Accounts on the screens: first steps, own account, accounts of others, organisations, the quarterly look."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.db.models import OutgoingMail, Staff, WebSession
from app import create_app
from domain.access import Role
from services import password_resets, staff
from services.mails import open_secrets
from services.office import Office
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, FixedClock, make_config, make_office, make_staff
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter
from tests.web.office.conftest import Clerk, Desks, Member, token_of, words

CHOSEN = "four green umbrellas"
ROLES = (Role.ADMINISTRATOR, Role.AUDITOR, Role.RECEPTION, Role.INSURER)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Role, Member]]:
    """An office with people and no applications: these pages need none, nor a printer."""
    folder = tmp_path_factory.mktemp("office")
    office = make_office(folder, QuickPrinter())
    members = {}
    for role in ROLES:
        actor, secret = make_staff(office, role, email=f"{role}@example.jp")
        members[role] = Member(actor, f"{role}@example.jp", secret)
    office.database.forget_old_pages()
    office.database.close()
    return folder, members


@pytest.fixture
def desks(tmp_path: Path, empty: tuple[Path, dict[Role, Member]]) -> Iterator[Desks]:
    folder, members = tmp_path / "office", empty[1]
    shutil.copytree(empty[0], folder)
    clock = FixedClock()
    office = make_office(folder, QuickPrinter(), clock=clock)
    app: Flask = create_app(make_config(folder, public_url="http://localhost"), office=office)
    yield Desks(app, office, clock, members, {})
    office.database.close()


@pytest.fixture
def boss(desks: Desks) -> Clerk:
    return desks.clerk(Role.ADMINISTRATOR)


def newest_link(office: Office) -> str:
    mail = next(mail for mail in reversed(all_of(office, OutgoingMail)) if mail.sealed_secrets)
    url = open_secrets(office, mail.message_id, mail.sealed_secrets or b"")["link"]
    return url.removeprefix(office.public_url)


def send(client: FlaskClient, path: str, typed: dict[str, object], *, page: str = "") -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client.get(page or path).text)} | typed)


def code_on(page: str, office: Office) -> str:
    """What an app shows that reads the secret of the page."""
    groups = re.search(r'app-secret"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert groups
    return code_at("".join(re.findall(r"code__group\">(\w+)<", groups[1])), office.clock())


def invited(desks: Desks, boss: Clerk) -> str:
    typed = {"name": "新人 花子", "email": "new@example.jp", "house": "office", "roles": ["reviewer"]}
    assert send(boss.client, "/office/accounts/new", dict(typed)).status_code == 303
    return newest_link(desks.office)


def test_from_the_invitation_to_the_desk(desks: Desks, boss: Clerk) -> None:
    link, client = invited(desks, boss), desks.browser()
    page = client.get(link)
    assert "新人 花子さん(new@example.jp)" in words(page)
    assert 'src="data:image/svg+xml' in page.text
    code = code_on(page.text, desks.office)
    bad = send(client, link, {"password": "password1234", "code": code})
    assert bad.status_code == 422
    assert "よく使われるパスワード" in words(bad)
    assert code_on(bad.text, desks.office) == code, "the secret stays while one corrects"
    empty = send(client, link, {"password": "", "code": ""})
    assert "入力内容を確認してください(2件)" in words(empty)
    assert send(client, link, {"password": CHOSEN, "code": code}).location == "/office/recovery-codes"
    assert client.get("/office/").location == "/office/recovery-codes", "codes come before all else"
    shown = client.get("/office/recovery-codes")
    assert len(re.findall(r'<li class="code"', shown.text)) == 10
    assert send(client, "/office/recovery-codes", {}).location == "/office/"
    assert client.get("/office/recovery-codes").location == "/office/account"
    assert "新人 花子" in words(client.get("/office/"))
    again = desks.browser().get(link)
    assert again.status_code == 404
    assert "このURLは使えません" in words(again)


def test_a_password_made_by_the_machine_must_be_changed_first(desks: Desks) -> None:
    _, secret = staff.create(
        desks.office, email="m@example.jp", name="機械 太郎", password=PASSWORD, roles=[Role.AUDITOR], enrolled=False
    )
    client = desks.browser()
    desks.log_in(client, Member(desks.members[Role.AUDITOR].actor, "m@example.jp", secret))
    for path in ("/office/", "/office/audit", "/office/account"):
        assert client.get(path).location == "/office/first-steps", path
    page = client.get("/office/first-steps")
    done = send(client, "/office/first-steps", {"password": CHOSEN, "code": code_on(page.text, desks.office)})
    assert done.location == "/office/recovery-codes"
    send(client, "/office/recovery-codes", {})
    assert client.get("/office/audit").status_code == 200
    assert client.get("/office/first-steps").location == "/office/"


def test_a_forgotten_password(desks: Desks) -> None:
    client, member = desks.browser(), desks.members[Role.RECEPTION]
    pages = []
    for email in (member.email, "nobody@example.jp"):
        sent = send(client, "/office/password", {"email": email})
        pages.append((sent.status_code, sent.location, client.get(sent.location).status_code))
    assert pages[0] == pages[1]
    assert send(client, "/office/password", {"email": ""}).status_code == 422
    password_resets.answer_asked(desks.office)
    link = newest_link(desks.office)
    wrong = send(client, link, {"password": CHOSEN, "code": "000000"})
    assert wrong.status_code == 422
    assert "確認コード、回復コードまたはパスキーを確認できませんでした。" in words(wrong)
    assert "入力内容を確認してください(2件)" in words(send(client, link, {"password": "", "code": ""}))
    code = code_at(member.secret, desks.clock())
    assert send(client, link, {"password": CHOSEN, "code": code}).location == "/office/account"
    assert client.get("/office/account").status_code == 200
    answers = [send(client, "/office/password", {"email": member.email}).status_code for _try in range(30)]
    assert answers[-1] == 429


def test_the_own_account(desks: Desks) -> None:
    clerk, elsewhere = desks.clerk(Role.RECEPTION), desks.browser()
    desks.clock.advance(timedelta(seconds=30))
    desks.log_in(elsewhere, clerk.member)
    page = clerk.get("/office/account")
    assert "使える回復コードがありません" in words(page)
    assert words(page).count("この端末") >= 1
    wrong = send(clerk.client, "/office/account/password", {"present": "x", "password": CHOSEN}, page="/office/account")
    assert "現在のパスワードと違います。" in words(wrong)
    empty = send(clerk.client, "/office/account/password", {}, page="/office/account")
    assert empty.status_code == 422
    typed: dict[str, object] = {"present": PASSWORD, "password": CHOSEN}
    assert send(clerk.client, "/office/account/password", typed, page="/office/account").status_code == 303
    assert "パスワードを変更しました。" in words(clerk.get("/office/account"))
    assert elsewhere.get("/office/").status_code == 302, "the other one is out"
    codes = send(clerk.client, "/office/account/recovery-codes", {}, page="/office/account")
    assert codes.location == "/office/recovery-codes"
    send(clerk.client, "/office/recovery-codes", {})
    assert "残り10個" in words(clerk.get("/office/account"))
    app = clerk.get("/office/account/app")
    assert send(clerk.client, "/office/account/app", {"code": ""}).status_code == 422
    assert send(clerk.client, "/office/account/app", {"code": "000000"}).status_code == 422
    done = send(clerk.client, "/office/account/app", {"code": code_on(app.text, desks.office)})
    assert done.location == "/office/account"
    send(clerk.client, "/office/account/app/remove", {}, page="/office/account")
    assert "最後の認証手段は削除できません。" in words(clerk.get("/office/account"))
    assert send(clerk.client, "/office/account/passkeys/new", {"name": ""}).status_code == 422
    assert send(clerk.client, "/office/account/passkeys/new", {"name": "x"}).status_code == 422
    missing = send(clerk.client, "/office/account/passkeys/99/remove", {}, page="/office/account")
    assert missing.status_code == 404


def test_sessions_are_named_and_ended(desks: Desks) -> None:
    clerk, phone = desks.clerk(Role.RECEPTION), desks.browser()
    desks.clock.advance(timedelta(seconds=30))
    phone.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/605.1"
    desks.log_in(phone, clerk.member)
    page = clerk.get("/office/account")
    assert "Safari(iPhone)" in words(page)
    (end,) = re.findall(r"/office/account/sessions/\w{64}/end", page.text)
    assert send(clerk.client, end, {}, page="/office/account").status_code == 303
    assert phone.get("/office/").status_code == 302
    assert send(clerk.client, end, {}, page="/office/account").status_code == 404
    desks.clock.advance(timedelta(seconds=30))
    desks.log_in(phone, clerk.member)
    send(clerk.client, "/office/account/sessions/end-others", {}, page="/office/account")
    assert phone.get("/office/").status_code == 302
    assert clerk.get("/office/").status_code == 200


def test_an_administrator_manages_accounts(desks: Desks, boss: Clerk) -> None:
    person = desks.members[Role.RECEPTION].actor.staff_id
    page, theirs = f"/office/accounts/{person}", desks.clerk(Role.RECEPTION)
    assert "受付" in words(boss.get("/office/accounts?text=reception"))
    assert "この条件に合うアカウントはありません。" in words(boss.get("/office/accounts?state=closed"))
    send(boss.client, f"{page}/roles", {"roles": ["reviewer", "issuer"]}, page=page)
    assert "役割を変更しました。" in words(boss.get(page))
    assert theirs.get("/office/").status_code == 302, "a change of posts ends every session"
    assert send(boss.client, f"{page}/roles", {"roles": ["king"]}, page=page).status_code == 422
    send(boss.client, f"{page}/reset-factors", {}, page=page)
    assert "ほかの管理者の承認を待っています。" in words(boss.get(page))
    send(boss.client, f"{page}/reset-factors", {}, page=page)
    assert "別の管理者の承認が必要です" in words(boss.get(page))
    send(boss.client, f"{page}/disable", {}, page=page)
    assert "停止中" in words(boss.get(page))
    send(boss.client, f"{page}/enable", {}, page=page)
    assert "利用中" in words(boss.get(page))
    own = f"/office/accounts/{boss.member.actor.staff_id}"
    assert "自分の役割や利用は変更できません。" in words(boss.get(own))
    send(boss.client, f"{own}/disable", {}, page="/office/accounts")
    assert "自分のアカウントにこの操作はできません。" in words(boss.get(own))


def test_inviting_keeps_what_was_typed(desks: Desks, boss: Clerk) -> None:
    typed: dict[str, object] = {"name": "新人", "email": "だれか@example", "house": "office", "roles": ["reviewer"]}
    bad = send(boss.client, "/office/accounts/new", typed)
    assert bad.status_code == 422
    assert "メールアドレスの形になっていません" in words(bad)
    assert re.search(r'value="reviewer" checked', bad.text)
    taken = send(boss.client, "/office/accounts/new", typed | {"email": "reception@example.jp"})
    assert "すでに登録されています" in words(taken)
    for roles, told in (
        (["branch"], "この所属の人には付けられない役割です。"),
        (["king"], "選択肢の中から選び直してください。"),
    ):
        refused = send(boss.client, "/office/accounts/new", typed | {"email": "a@example.jp", "roles": roles})
        assert told in words(refused)
    assert send(boss.client, "/office/accounts/new", typed | {"name": "", "house": "99"}).status_code == 422
    for mail in ("a@example.jp\r\nBcc: all@example.com", "a@example.jp\nX: y"):
        assert send(boss.client, "/office/accounts/new", typed | {"email": mail}).status_code == 422
    link = invited(desks, boss)
    staff_id = all_of(desks.office, Staff)[-1].id
    send(boss.client, f"/office/accounts/{staff_id}/invite-again", {}, page=f"/office/accounts/{staff_id}")
    assert desks.browser().get(link).status_code == 404
    assert desks.browser().get(newest_link(desks.office)).status_code == 200


def test_a_manager_of_an_insurer_sees_nobody_else(desks: Desks) -> None:
    """A stranger's id reads as a missing one, and costs the same look."""
    manager = desks.clerk(Role.INSURER)
    listed = words(manager.get("/office/accounts"))
    assert "insurer@example.jp" in listed
    assert "reception@example.jp" not in listed
    foreign = manager.get(f"/office/accounts/{desks.members[Role.RECEPTION].actor.staff_id}")
    missing = manager.get("/office/accounts/999999")
    assert foreign.status_code == missing.status_code == 404
    assert words(foreign) == words(missing)
    house = desks.members[Role.INSURER].actor.organisation_id
    page = manager.get("/office/accounts/new")
    assert f'name="house" value="{house}"' in page.text
    typed: dict[str, object] = {"name": "支店 楓", "email": "b@example.jp", "roles": ["branch"]}
    assert send(manager.client, "/office/accounts/new", typed | {"house": "office"}).status_code == 422
    assert send(manager.client, "/office/accounts/new", typed | {"house": str(house)}).status_code == 303


def test_organisations(desks: Desks, boss: Clerk) -> None:
    new = "/office/organisations/new"
    for kind, name in (("agency", "見本代理店"), ("insurer", "見本損保")):
        assert send(boss.client, new, {"kind": kind, "name": name}).status_code == 303
    assert "すでに登録されています" in words(send(boss.client, new, {"kind": "agency", "name": "見本損保"}))
    assert send(boss.client, new, {"name": ""}).status_code == 422
    page = boss.get("/office/organisations")
    (path,) = re.findall(r"/office/organisations/\d+/represents", page.text)
    (insurer,) = re.findall(r'value="(\d+)">見本損保', boss.get(path).text)
    assert send(boss.client, path, {"insurer": "99"}).status_code == 422
    assert send(boss.client, path, {"insurer": insurer}).status_code == 303
    assert "見本損保" in words(boss.get("/office/organisations"))
    assert boss.get("/office/organisations/99/represents").status_code == 404


def test_the_quarterly_look(desks: Desks, boss: Clerk) -> None:
    assert "四半期の見直し" not in words(boss.get("/office/"))
    desks.clock.advance(timedelta(days=91))
    boss = desks.clerk(Role.ADMINISTRATOR)
    assert "アカウントの四半期の見直し：1件" in words(boss.get("/office/"))
    page = boss.get("/office/accounts/review")
    assert "前回の見直しから三か月が過ぎました。" in words(page)
    assert "まだ一度も見直していません。" in words(page)
    seen = re.search(r'name="seen" value="(\w+)"', page.text)
    assert seen
    review = "/office/accounts/review"
    send(boss.client, review, {"seen": "0"})
    assert "画面を開いた後に、アカウントまたは役割が変わりました。" in words(boss.get(review))
    send(boss.client, review, {"seen": seen[1]})
    assert "担当 administrator" in words(boss.get(review))
    assert "四半期の見直し" not in words(boss.get("/office/"))


def test_the_list_as_csv_runs_no_formula(desks: Desks, boss: Clerk) -> None:
    """CWE-1236: a name that is a formula stays a name."""
    make_staff(desks.office, Role.AUDITOR, name="=cmd|' /C calc'!A0", email="f@example.jp")
    answer = boss.get("/office/accounts/review.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {row["メールアドレス"]: row["氏名"] for row in rows}["f@example.jp"] == "'=cmd|' /C calc'!A0"
    assert next(row for row in rows if row["メールアドレス"] == "auditor@example.jp")["役割"] == "監査"


def test_passkeys_are_asked_for_without_naming_any(desks: Desks) -> None:
    client = desks.browser()
    token = token_of(client.get("/office/login").text)
    asked = client.post("/office/passkey/question", data={"csrf_token": token})
    assert (asked.json or {})["allowCredentials"] == []
    assert (asked.json or {})["userVerification"] == "required"
    own = desks.clerk(Role.RECEPTION)
    shown = token_of(own.get("/office/account").text)
    made = own.client.post("/office/account/passkeys/question", data={"csrf_token": shown})
    assert (made.json or {})["authenticatorSelection"]["residentKey"] == "required"


def test_the_device_cookie_is_kept_apart_from_the_session(desks: Desks) -> None:
    client = desks.browser()
    answer = desks.log_in(client, desks.members[Role.RECEPTION])
    cookies = {cookie.split("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"madoguchi", "madoguchi-device"}
    assert "HttpOnly" in cookies["madoguchi-device"]
    assert "SameSite=Strict" in cookies["madoguchi-device"]
    assert len(all_of(desks.office, WebSession)) >= 1


def test_a_forged_forwarding_header_changes_nothing(desks: Desks) -> None:
    """Eleven tries under eleven invented addresses are eleven tries from one."""
    member = desks.members[Role.RECEPTION]
    client = desks.browser()
    for number in range(10):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{number}"
        assert desks.log_in(client, member, password="wrong").status_code == 422
    assert desks.log_in(client, member).status_code == 429
