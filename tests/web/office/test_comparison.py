"""Holding the form against the papers, and accepting (S4-141, S4-144)."""

from __future__ import annotations

import re

import pytest

from domain.access import Role
from tests.web.office.conftest import QUEUE, Desks, words
from tests.web.office.findings import all_good


def test_review_is_started_by_a_button(desks: Desks) -> None:
    code, clerk = desks.codes["arrived"], desks.clerk(Role.REVIEWER)
    shown = words(clerk.on(code, "start"))
    assert "審査を始めました。書類と申込内容を照合してください。" in shown
    assert desks.state(code) == "reviewing"
    assert "この操作はすでに済んでいます。" in words(clerk.on(code, "start"))


def test_each_row_shows_the_typed_value_and_its_paper(desks: Desks) -> None:
    """S4-68, S4-141."""
    shown = words(desks.clerk(Role.REVIEWER).open(desks.codes["reviewing"]))
    for row in (
        "氏名(漢字) 住民票 申込書 セコム 太郎",
        "生年月日 住民票 申込書 1989(平成元)年1月1日",
        "法人番号 登記簿謄本・抄本または登記事項証明書 申込書 4011001040781 書類 — 証明書 4011001040781",
        "組織代表者氏名 所属組織の印鑑証明書 申込書 セコム 一郎",
    ):
        assert row in shown
    assert "見る点： 自筆の署名 実印の捺印 2枚の間の割印" in shown
    assert "見る点： 振込金額が15,400円(税込)" in shown


def test_the_whole_form_is_shown_with_what_goes_into_the_certificate(desks: Desks) -> None:
    shown = words(desks.clerk(Role.AUDITOR).open(desks.codes["reviewing"]))
    assert "氏名(漢字) セコム 太郎 証明書に記載されます" in shown
    assert "電話番号1 0570-020-213 電話番号2 —(入力なし)" in shown
    assert "証明書記載情報 氏名(漢字) セコム 太郎 氏名(ローマ字) Taro Sekomu" in shown
    assert "加入者利用規定 第1.00版" in shown
    assert "照合しています" in shown  # an auditor has no form here


def test_the_office_has_short_words_for_what_the_form_asks_at_length(desks: Desks) -> None:
    """S4-74, S4-91: questions on the form, labels of a row in the office."""
    shown = words(desks.clerk(Role.AUDITOR).open(desks.codes["reviewing"]))
    assert "個人情報の証明書記載 " in shown
    assert "部門の証明書記載 " in shown
    assert "証明書に記載するか" not in shown


def test_findings_are_kept_until_one_comes_back(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    answer = clerk.on(code, "comparison", {"item_name": "yes", "item_address": "no", "note_address": "番地が違う"})
    assert "照合の結果を保存しました。" in words(answer)
    assert "残り 13件。" in words(answer)
    page = clerk.open(code).text
    assert 'id="item_address-1" name="item_address" value="no" checked' in page
    assert 'value="番地が違う"' in page
    assert 'id="item_birth_date-0" name="item_birth_date" value="yes">' in page


def test_acceptance_needs_every_row_and_paper(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    sent = all_good(item_birth_date="no", paper_registry="mismatch", then="accept")
    answer = clerk.on(code, "comparison", sent)
    assert answer.status_code == 422
    assert "入力内容を確認してください(2件)" in words(answer)
    assert '<a href="#item_birth_date-0">生年月日：一致していない行があると受理できません。' in answer.text
    assert '<a href="#paper_registry-0">登記簿謄本・抄本または登記事項証明書：問題のある書類があると' in answer.text
    assert "照合の結果は保存しました。" in words(answer)
    assert desks.state(code) == "reviewing"
    assert 'name="item_birth_date" value="no" checked' in clerk.open(code).text


def test_accepting_at_once_links_to_every_row_nobody_has_looked_at(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    answer = clerk.on(code, "comparison", {"then": "accept"})
    assert answer.status_code == 422
    assert "<title>エラー：" in answer.text
    assert '<a href="#item_name-0">氏名(漢字)：書類と見比べて、「一致」か「不一致」を選んでください。' in answer.text
    targets = set(re.findall(r'<a href="#((?:item|paper)_[^"]+)">', answer.text))
    assert len(targets) == 14
    assert all(f'id="{target}"' in answer.text for target in targets)


def test_acceptance_tells_the_applicant(desks: Desks) -> None:
    """S4-139, S4-144: the review-complete mail is the acceptance."""
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    shown = words(clerk.on(code, "comparison", all_good(then="accept")))
    assert "受理しました。申込者へ審査完了のメールを送ります。次は、別の担当者が発行します。" in shown
    assert "担当 reviewerが受理しました。" in shown
    assert "審査完了のお知らせ" in shown
    assert desks.state(code) == "accepted"


@pytest.mark.parametrize("then", ["deficiency", "rejection"])
def test_leaving_for_a_decision_keeps_the_findings_first(desks: Desks, then: str) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    sent = {"item_address": "no", "note_address": "番地が「8-10-16」です", "paper_registry": "mismatch", "then": then}
    answer = clerk.on(code, "comparison", sent)
    assert answer.request.path == f"{QUEUE}/{code}/{then}"
    if then == "deficiency":
        assert "・住所：番地が「8-10-16」です" in answer.text
        assert "・登記簿謄本・抄本または登記事項証明書：不備があります。" in answer.text
    assert 'value="番地が「8-10-16」です"' in clerk.open(code).text


def test_a_paper_that_is_not_here_cannot_be_good(desks: Desks) -> None:
    code, clerk = desks.codes["printed"], desks.clerk(Role.REVIEWER)
    today = {"arrived_on_year": "2026", "arrived_on_month": "11", "arrived_on_day": "20"}
    clerk.on(code, "arrival", today | {"application_form_arrived": "y"})
    clerk.on(code, "start")
    page = clerk.open(code)
    assert "paper_registry" not in page.text
    assert "まだ届いていません。" in words(page)
    answer = clerk.on(code, "comparison", all_good(then="accept"))
    assert answer.status_code == 422
    assert '<a href="#paper-registry">登記簿謄本・抄本または登記事項証明書：まだ届いていません。' in answer.text
    assert 'id="paper-registry"' in answer.text
    assert desks.state(code) == "reviewing"


def test_a_stale_page_is_refused_and_keeps_every_choice(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    old = clerk.hidden(clerk.open(code).text)
    clerk.on(code, "comparison", {"item_name": "no", "note_name": "髙の字"})
    typed = old | {"item_name": "yes", "item_address": "yes", "note_address": "確認済み", "paper_registry": "ok"}
    answer = clerk.client.post(f"{QUEUE}/{code}/comparison", data=typed)
    shown = words(answer)
    assert answer.status_code == 422
    assert "保存されていません" in shown
    assert "画面を開いた後に、別の人がこの申し込みを更新しました。" in shown
    assert "いまの記録：不一致(担当 reviewer)" in shown
    assert 'name="item_name" value="yes" checked' in answer.text
    assert 'value="確認済み"' in answer.text
    assert 'name="paper_registry" value="ok" checked' in answer.text


def test_notes_are_not_lost_when_the_application_has_moved_on(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    old = clerk.hidden(clerk.open(code).text)
    clerk.on_own_page(code, "rejection", {"reason": "申込者の取下げ希望"})
    answer = clerk.client.post(f"{QUEUE}/{code}/comparison", data=old | {"note_name": "長いメモ"})
    shown = words(answer)
    assert answer.status_code == 422
    assert "入力した内容は次のとおりです。" in shown
    assert "氏名(漢字)のメモ：長いメモ" in shown
    assert "却下" in shown


def test_a_second_press_of_accept_is_harmless(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    sent = clerk.hidden(clerk.open(code).text) | all_good(then="accept")
    clerk.client.post(f"{QUEUE}/{code}/comparison", data=sent)
    again = clerk.client.post(f"{QUEUE}/{code}/comparison", data=sent, follow_redirects=True)
    assert "この操作はすでに済んでいます。" in words(again)
    assert words(again).count("審査完了のお知らせ") == 1


def test_a_long_note_is_named_and_kept(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    answer = clerk.on(code, "comparison", {"note_name": "長" * 501, "item_name": "yes"})
    assert answer.status_code == 422
    assert "氏名(漢字)のメモ：500文字以内で入力してください。" in words(answer)
    assert "長" * 501 in answer.text
    assert 'name="item_name" value="yes" checked' in answer.text
