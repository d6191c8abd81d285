"""Start page, mails and the audit trail (S4-173, S4-207, design §3)."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from domain.access import SYSTEM, Role
from domain.certificates.numbering import grouped
from services import audit
from tests.factories.applications import secrets_of
from tests.web.office.conftest import QUEUE, Clerk, Desks, words


def mail_of(clerk: Clerk, code: str, subject: str) -> str:
    """The address of a mail's page, as its application links it."""
    links = re.findall(r'href="(/office/mails/\d+)">([^<]+)</a>', clerk.open(code).text)
    return next(url for url, words_of_link in links if words_of_link == subject)


def kill_mails(desks: Desks) -> None:
    with desks.office.database.write() as session:
        session.execute(text("UPDATE outgoing_mail SET state = 'dead', last_error = '550 no such user'"))


@pytest.mark.parametrize(
    "role, own",
    [
        (Role.RECEPTION, ["書類の到着を待っている 1", "受領書の到着を待っている 1"]),
        (Role.REVIEWER, ["審査を始める 1", "審査中 1"]),
        (Role.ISSUER, ["発行する 1"]),
        (Role.DISPATCHER, ["書類を発送する 1"]),
    ],
)
def test_the_desk_shows_what_waits_at_ones_own_posts(desks: Desks, role: Role, own: list[str]) -> None:
    shown = words(desks.clerk(role).get("/office/"))
    mine, _colon, _others = shown.partition("ほかの担当")
    for line in own:
        assert line in mine


def test_each_line_of_the_desk_opens_its_list(desks: Desks) -> None:
    clerk = desks.clerk(Role.REVIEWER)
    links = re.findall(r'data-row-link href="([^"]+)"', clerk.get("/office/").text)
    assert len(links) == 7
    for link in links:
        assert clerk.get(link).status_code == 200


def test_an_administrator_sees_no_applications_on_the_desk(desks: Desks) -> None:
    clerk = desks.clerk(Role.ADMINISTRATOR)
    page = clerk.get("/office/")
    assert "このアカウントには、申し込みを扱う担当がありません。" in words(page)
    assert QUEUE not in page.text


def test_a_stored_mail_shows_no_download_url(desks: Desks) -> None:
    """S4-153: the URL goes to the applicant alone."""
    code, clerk = desks.codes["issued"], desks.clerk(Role.DISPATCHER)
    page = clerk.get(mail_of(clerk, code, "電子証明書ダウンロード URL のお知らせ"))
    assert "(URLは表示しません)" in words(page)
    assert "[[download_url]]" not in page.text
    assert secrets_of(desks.office, code)["token"] not in page.text


def test_mails_are_listed_and_filtered(desks: Desks) -> None:
    clerk = desks.clerk(Role.AUDITOR)
    shown = words(clerk.get("/office/mails"))
    assert "必要書類到着のお知らせ" in shown
    assert "送信待ち" in shown
    empty = words(clerk.get("/office/mails?state=dead"))
    assert "この条件に合うメールはありません。" in empty
    assert clerk.get("/office/mails/999999").status_code == 404
    assert clerk.get(f"/office/mails/{'9' * 30}").status_code == 404
    assert clerk.get(f"/office/mails?page=after~{'9' * 30}").status_code == 200


def test_a_dead_letter_is_shown_and_can_be_sent_again(desks: Desks) -> None:
    kill_mails(desks)
    code, clerk = desks.codes["issued"], desks.clerk(Role.REVIEWER)
    assert "送信できなかったメール：" in words(clerk.get("/office/"))
    path = mail_of(clerk, code, "審査完了のお知らせ")
    page = words(clerk.get(path))
    assert "送信できません" in page
    assert "550 no such user" in page
    shown = words(clerk.post(f"{path}/retry", page=path))
    assert "再送を指示しました。" in shown
    assert "送信待ち" in shown


def test_who_may_only_read_mails_sees_no_button(desks: Desks) -> None:
    kill_mails(desks)
    code, clerk = desks.codes["issued"], desks.clerk(Role.AUDITOR)
    path = mail_of(clerk, code, "審査完了のお知らせ")
    assert ">再送する<" not in clerk.get(path).text
    assert clerk.post(f"{path}/retry").status_code == 403


def test_the_history_of_an_application_reads_in_japanese(desks: Desks) -> None:
    shown = words(desks.clerk(Role.AUDITOR).open(desks.codes["dispatched"]))
    for act in (
        "申込者側 申込書を作成し、印刷しました",
        "担当 reception 書類の到着を登録しました",
        "担当 reviewer 審査を始めました",
        "担当 reviewer 受理しました",
        "担当 issuer 証明書を発行しました",
        "担当 dispatcher 発送を登録しました 引受番号 123-45-67890-1",
    ):
        assert act in shown


def test_the_trail_is_filtered_by_application_code(desks: Desks) -> None:
    clerk, code = desks.clerk(Role.AUDITOR), desks.codes["arrived"]
    for typed in (code, grouped(code), code.lower(), f"application:{code}"):
        page = clerk.client.get("/office/audit", query_string={"subject": typed})
        shown = words(page)
        assert "書類の到着を登録しました 印刷済み → 書類到着" in shown
        assert grouped(desks.codes["issued"]) not in shown
    assert "この条件に合う記録はありません。" in words(clerk.get("/office/audit?subject=nothing:"))


def test_the_trail_names_people_and_not_their_numbers(desks: Desks) -> None:
    shown = words(desks.clerk(Role.AUDITOR).get("/office/audit?subject=staff:"))
    assert "担当者 担当 auditor" in shown


def test_the_trail_has_pages(desks: Desks) -> None:
    with desks.office.database.write() as session:
        for _event in range(60):
            audit.record(session, desks.office.clock, SYSTEM, "create_staff", "staff:0")
    clerk = desks.clerk(Role.AUDITOR)
    first = clerk.get("/office/audit").text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = clerk.get(older[1].replace("&amp;", "&")).text
    newer = re.search(r'rel="prev" href="([^"]+)"', second)
    assert newer
    numbers = [set(re.findall(r'cell-number"[^>]*>(\d+)<', page)) for page in (first, second)]
    assert len(numbers[0]) == 50
    assert not numbers[0] & numbers[1]
    back = clerk.get(newer[1].replace("&amp;", "&")).text
    assert set(re.findall(r'cell-number"[^>]*>(\d+)<', back)) == numbers[0]


def test_the_chain_is_checked_on_request(desks: Desks) -> None:
    clerk = desks.clerk(Role.AUDITOR)
    assert "改ざん" in words(clerk.get("/office/audit"))
    good = words(clerk.post("/office/audit/check", page="/office/audit"))
    assert "記録は改ざんされていません" in good
    with desks.office.database.write() as session:
        session.execute(text("DROP TRIGGER audit_event_keeps"))
        session.execute(text("UPDATE audit_event SET actor_name = 'somebody else' WHERE seq = 3"))
    broken = words(clerk.post("/office/audit/check", page="/office/audit"))
    assert "記録のつながりが切れています" in broken
    assert "3行目で" in broken


def test_refused_log_ins_are_on_record_with_their_address(desks: Desks) -> None:
    desks.log_in(desks.browser(), desks.members[Role.REVIEWER], password="wrong")
    shown = words(desks.clerk(Role.AUDITOR).get("/office/audit"))
    assert "ログインに失敗しました 接続元 127.0.0.1" in shown


def test_mails_have_pages(desks: Desks) -> None:
    columns = "application_id, kind, recipient, subject, body, state, made_at, due_at, tries, last_error"
    with desks.office.database.write() as session:
        for copy in range(6):
            session.execute(
                text(
                    f"INSERT INTO outgoing_mail (message_id, {columns})"
                    f" SELECT message_id || '{copy}', {columns} FROM outgoing_mail WHERE id <= 10"
                )
            )
    clerk = desks.clerk(Role.AUDITOR)
    first = clerk.get("/office/mails").text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = clerk.get(older[1].replace("&amp;", "&")).text
    numbers = [set(re.findall(r'data-row-link href="/office/mails/(\d+)"', page)) for page in (first, second)]
    assert len(numbers[0]) == 50
    assert numbers[1]
    assert not numbers[0] & numbers[1]
    assert 'rel="prev" href="/office/mails?state="' in second
