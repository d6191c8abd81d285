"""「発注者さま用ログイン」 and 「ワンタイムパスワード認証」 (S3-26…S3-37)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from tests.web.orderer.conftest import ORDERER, Counter, Visitor, hidden_inputs, words


def log_in(counter: Counter, visitor: Visitor, **changes: str) -> TestResponse:
    typed = {"email": ORDERER, "url": counter.url, "password": counter.password}
    return visitor.post("/orderer", typed | changes)


def test_s3_26_the_fields_and_the_button_have_their_names(counter: Counter) -> None:
    shown = words(counter.visitor().get("/orderer"))
    for name in ("発注者さま用ログイン", "メールアドレス", "閲覧用URL", "閲覧用パスワード", "認証メール送信"):
        assert name in shown


def test_s3_27_to_s3_30_the_whole_way(counter: Counter) -> None:
    visitor = counter.visitor()
    answer = log_in(counter, visitor)
    assert answer.status_code == 303
    page = answer.headers["Location"]
    shown = words(visitor.get(page))
    for name in ("ワンタイムパスワード認証", "ワンタイムパスワード", "表示", "戻る", ORDERER):
        assert name in shown
    opened = visitor.post(page, {"one_time_password": counter.one_time_password()})
    assert (opened.status_code, opened.headers["Location"]) == (303, "/bonds/viewing/1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "taro@other.example.jp"},
        {"email": "taro@sub.city.example.jp"},
        {"password": "ABCDEFGHJKLM"},
        {"url": "http://localhost/b/" + "x" * 43},
    ],
)
def test_whatever_is_wrong_the_words_are_the_same(counter: Counter, wrong: dict[str, str]) -> None:
    answer = log_in(counter, counter.visitor(), **wrong)
    assert answer.status_code == 422
    assert "メールアドレスのドメイン、閲覧用URL、閲覧用パスワードのいずれかが正しくありません。" in words(answer)
    assert [mail for mail in counter.send_mails().sent if "ワンタイム" in mail["Subject"]] == []


def test_s3_29_a_used_password_leads_back_to_the_log_in(counter: Counter) -> None:
    visitor = counter.visitor()
    page = log_in(counter, visitor).headers["Location"]
    code = counter.one_time_password()
    shown = visitor.get(page).text
    visitor.post(page, {"one_time_password": code})
    again = visitor.client.post(page, data=hidden_inputs(shown) | {"one_time_password": code})
    assert again.status_code == 303
    told = visitor.client.get(page, follow_redirects=True)
    assert "使用済みです" in words(told)
    assert "認証メール送信" in words(told), "no dead end"


def test_s3_29_an_expired_password_leads_back_too(counter: Counter) -> None:
    visitor = counter.visitor()
    page = log_in(counter, visitor).headers["Location"]
    counter.one_time_password()
    counter.clock.advance(timedelta(minutes=30))
    assert "30分が過ぎました" in words(visitor.client.get(page, follow_redirects=True))


def test_a_wrong_one_is_told_with_the_tries_left(counter: Counter) -> None:
    visitor = counter.visitor()
    page = log_in(counter, visitor).headers["Location"]
    counter.send_mails()
    answer = visitor.post(page, {"one_time_password": "00000000"})
    assert answer.status_code == 422
    assert "あと4回入力できます" in words(answer)
    for _ in range(4):
        answer = visitor.post(page, {"one_time_password": "00000000"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/orderer"


def test_s3_37_back_costs_only_the_password(counter: Counter) -> None:
    visitor = counter.visitor()
    log_in(counter, visitor)
    shown = visitor.get("/orderer").text
    assert ORDERER in shown
    assert counter.url in shown
    assert counter.password not in shown


def test_it_belongs_to_this_browser(counter: Counter) -> None:
    visitor = counter.visitor()
    page = log_in(counter, visitor).headers["Location"]
    code = counter.one_time_password()
    stranger = counter.visitor()
    told = stranger.client.get(page, follow_redirects=True)
    assert "この認証は無効になりました" in words(told)
    assert visitor.post(page, {"one_time_password": code}).status_code == 303


def test_two_tabs_are_two_log_ins(counter: Counter) -> None:
    visitor = counter.visitor()
    first, second = (log_in(counter, visitor).headers["Location"] for _ in range(2))
    assert first != second
    sent = [str(m.get_content()) for m in counter.send_mails().sent if "ワンタイム" in m["Subject"]]
    codes = [text.split("ワンタイムパスワード: ")[1][:8] for text in sent]
    for page, code in ((second, codes[1]), (first, codes[0])):
        assert visitor.post(page, {"one_time_password": code}).status_code == 303


def test_an_address_that_is_none_is_refused_at_its_field(counter: Counter) -> None:
    answer = log_in(counter, counter.visitor(), email="taro")
    assert answer.status_code == 422
    assert "メールアドレスの形になっていません" in words(answer)


def test_an_empty_one_time_password_costs_no_try(counter: Counter) -> None:
    visitor = counter.visitor()
    page = log_in(counter, visitor).headers["Location"]
    assert visitor.post(page, {"one_time_password": ""}).status_code == 422
    assert "あと4回" in words(visitor.post(page, {"one_time_password": "1"}))


def test_too_many_mails_are_told_so(counter: Counter) -> None:
    visitor = counter.visitor()
    answers = [log_in(counter, visitor) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
