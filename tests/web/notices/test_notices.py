"""お知らせ: written, previewed, published, withdrawn, and seen from their day on (S4-15, S4-16)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from adapters.db.models import AuditEvent, Notice
from domain.access import Role
from domain.errors import NotFound, RuleViolation
from domain.notices import Board, NoticeState
from domain.notices import Notice as Words
from domain.settings import Group
from services import notices, settings
from tests.factories.records import all_of
from tests.web.office.conftest import Clerk, Desks, blueprint, desks, printer, words
from tests.web.office.filled import filled

__all__ = ["blueprint", "desks", "printer"]
TODAY = date(2026, 11, 20)
NEW = "/office/notices/new"


@pytest.fixture
def editor(desks: Desks) -> Clerk:
    return desks.clerk(Role.ADMINISTRATOR)


def written(editor: Clerk, desks: Desks, title: str, *, dated: date = TODAY, board: Board = Board.ALL) -> int:
    actor = editor.member.actor
    number = notices.write(desks.office, actor, Words(board=board, dated=dated, title=title, body=""))
    notices.publish(desks.office, actor, number)
    return number


def test_s4_16_from_the_first_word_to_the_withdrawal(desks: Desks, editor: Clerk) -> None:
    typed = filled(editor.get(NEW).text, "notice") | {
        "title": "Windows11への対応予定について",
        "body": "詳しくは https://example.jp/windows をご覧ください。\r\n\r\n<script>alert(1)</script>",
    }
    preview = editor.client.post(NEW, data=typed | {"act": "preview"}).text
    assert '<a href="https://example.jp/windows" rel="nofollow noopener">' in preview
    assert "&lt;script&gt;alert(1)" in preview
    assert "<script>alert" not in preview
    assert all_of(desks.office, Notice) == [], "a preview keeps nothing"
    draft = editor.client.post(NEW, data=typed)
    page, home = draft.headers["Location"], desks.browser()
    assert "Windows11" not in home.get("/").text
    assert "公開しました" in words(editor.post(f"{page}/publish", page=page))
    assert "2026年11月20日(金) Windows11への対応予定について" in words(home.get("/"))
    assert "Windows11" in home.get("/services/gid/").text
    assert "Windows11" in home.get("/notices").text
    assert "https://example.jp/windows" in words(home.get(page.replace("/office", "")))
    assert "取り下げました" in words(editor.post(f"{page}/withdraw", page=page))
    assert "Windows11" not in home.get("/").text
    assert home.get(page.replace("/office", "")).status_code == 404
    acts = [event.action for event in all_of(desks.office, AuditEvent) if event.subject.startswith("notice:")]
    assert acts == ["write_notice", "publish_notice", "withdraw_notice"]


def test_a_notice_of_a_day_to_come_appears_by_itself(desks: Desks, editor: Clerk) -> None:
    number = written(editor, desks, "明日から", dated=TODAY + timedelta(days=1))
    home = desks.browser()
    assert "明日から" not in home.get("/").text
    assert home.get(f"/notices/{number}").status_code == 404
    assert "日付になると表示" in words(editor.get("/office/notices"))
    desks.clock.advance(timedelta(hours=12) - timedelta(seconds=1))  # 23:59:59 in Japan
    assert "明日から" not in home.get("/").text
    desks.clock.advance(timedelta(seconds=1))
    assert "明日から" in home.get("/").text


def test_newest_first_as_many_as_set_and_the_rest_on_the_list(desks: Desks, editor: Clerk) -> None:
    for day in range(25):
        written(editor, desks, f"第{day}号", dated=TODAY - timedelta(days=day))
    settings.change(desks.office, editor.member.actor, Group.OFFICE, {"notices_on_home": "3"})
    home = desks.browser()
    assert re.findall(r"第(\d+)号", home.get("/").text) == ["0", "1", "2"]
    first = home.get("/notices").text
    assert re.findall(r"第(\d+)号", first) == [str(n) for n in range(20)]
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    assert re.findall(r"第(\d+)号", home.get(following[1].replace("&amp;", "&")).text) == [
        str(n) for n in range(20, 25)
    ]


def test_a_notice_of_bonds_does_not_hang_at_the_certificates(desks: Desks, editor: Clerk) -> None:
    written(editor, desks, "電子証券のお知らせ", board=Board.BONDS)
    assert "電子証券のお知らせ" not in desks.browser().get("/services/gid/").text
    assert "電子証券のお知らせ" in desks.browser().get("/").text


@pytest.mark.parametrize(
    "wrong,field",
    [
        ({"title": ""}, "title"),
        ({"title": "長" * 101}, "title"),
        ({"title": "a\r\nb\x00"}, "title"),
        ({"body": "長" * 5001}, "body"),
        ({"dated_day": "31", "dated_month": "2"}, "dated_year"),
        ({"dated_year": "", "dated_month": "", "dated_day": ""}, "dated_year"),
        ({"board": "moon"}, "board"),
    ],
)
def test_a_slip_is_answered_at_its_field(editor: Clerk, wrong: dict[str, str], field: str) -> None:
    typed = filled(editor.get(NEW).text, "notice") | {"title": "件名", "body": "本文のまま"}
    answer = editor.client.post(NEW, data=typed | wrong)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert ("本文のまま" in answer.text) is ("body" not in wrong)


def test_a_stale_page_does_not_write_over_a_newer_one(desks: Desks, editor: Clerk) -> None:
    page = f"/office/notices/{written(editor, desks, '件名')}"
    stale = filled(editor.get(page).text, "notice")
    assert editor.client.post(page, data=stale | {"title": "先"}).status_code == 303
    late = editor.client.post(page, data=stale | {"title": "後"})
    assert late.status_code == 422
    assert "別の人がこのお知らせを変えました" in words(late)
    assert 'value="後"' in late.text
    assert [row.title for row in all_of(desks.office, Notice)] == ["先"]


def test_what_cannot_be_done_is_refused(desks: Desks, editor: Clerk) -> None:
    number, actor = written(editor, desks, "件名"), editor.member.actor
    with pytest.raises(RuleViolation, match="not_possible_now"):
        notices.publish(desks.office, actor, number)
    with pytest.raises(NotFound):
        notices.withdraw(desks.office, actor, number + 1)
    page = f"/office/notices/{number}"
    assert "いまの状態ではこの操作はできません" in words(editor.post(f"{page}/publish", page=page))
    (row,) = all_of(desks.office, Notice)
    assert row.state == NoticeState.PUBLISHED
