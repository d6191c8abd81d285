"""Deficiency, rejection, and back to the reviewer (S4-142, S4-143)."""

from __future__ import annotations

import pytest

from domain.access import Role
from tests.web.office.conftest import QUEUE, Desks, words

TODAY = {"arrived_on_year": "2026", "arrived_on_month": "11", "arrived_on_day": "20"}
ACTS = [
    ("reviewing", Role.REVIEWER, "deficiency", "text", "deficient"),
    ("reviewing", Role.REVIEWER, "rejection", "reason", "rejected"),
    ("accepted", Role.ISSUER, "return", "reason", "reviewing"),
]


def test_a_deficiency_is_mailed_and_corrected_papers_come_back_to_review(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    page = words(clerk.get(f"{QUEUE}/{code}/deficiency"))
    assert "gid-support@example.jp へこの内容のメールを送ります。" in page
    shown = words(clerk.on_own_page(code, "deficiency", {"text": "住民票に個人番号があります。"}))
    assert "書類不備として記録しました。" in shown
    assert "申込者に連絡した不備 住民票に個人番号があります。" in shown
    assert "書類の不備に関するご連絡" in shown
    assert desks.state(code) == "deficient"
    mended = TODAY | {"application_form_arrived": "y"}
    shown = words(clerk.on(code, "arrival", mended))
    assert desks.state(code) == "reviewing"
    assert "これまでの不備" in shown


def test_a_rejection_ends_the_application_with_its_reason(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    page = words(clerk.get(f"{QUEUE}/{code}/rejection"))
    assert "却下は取り消せません" in page
    shown = words(clerk.on_own_page(code, "rejection", {"reason": "本人の実在を確認できません。"}))
    assert "却下しました。申込者へメールを送ります。" in shown
    assert "却下の理由 本人の実在を確認できません。" in shown
    assert desks.state(code) == "rejected"


def test_the_issuer_can_send_an_application_back(desks: Desks) -> None:
    code, clerk = desks.codes["accepted"], desks.clerk(Role.ISSUER)
    shown = words(clerk.on_own_page(code, "return", {"reason": "組織名の株式会社の位置が違います。"}))
    assert "審査へ戻しました。受理はやり直しになります。" in shown
    assert "組織名の株式会社の位置が違います。" in shown
    assert desks.state(code) == "reviewing"


@pytest.mark.parametrize("state, role, act, field, _after", ACTS)
def test_the_reason_must_be_given(desks: Desks, state: str, role: Role, act: str, field: str, _after: str) -> None:
    code, clerk = desks.codes[state], desks.clerk(role)
    for text, words_of_it in (("  ", "入力してください。"), ("長" * 4001, "4000文字以内で入力してください。")):
        answer = clerk.on_own_page(code, act, {field: text})
        assert answer.status_code == 422
        assert words_of_it in words(answer)
        assert text in answer.text
    assert desks.state(code) == state


@pytest.mark.parametrize("state, role, act, field, after", ACTS)
def test_a_second_press_is_harmless(desks: Desks, state: str, role: Role, act: str, field: str, after: str) -> None:
    code, clerk = desks.codes[state], desks.clerk(role)
    sent = clerk.hidden(clerk.get(f"{QUEUE}/{code}/{act}").text) | {field: "一度だけ記録される理由"}
    clerk.client.post(f"{QUEUE}/{code}/{act}", data=sent)
    again = clerk.client.post(f"{QUEUE}/{code}/{act}", data=sent, follow_redirects=True)
    assert "この操作はすでに済んでいます。" in words(again)
    assert desks.state(code) == after


@pytest.mark.parametrize("act, field", [("deficiency", "text"), ("rejection", "reason")])
def test_a_stale_page_is_refused_and_keeps_the_letter(desks: Desks, act: str, field: str) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    old = clerk.hidden(clerk.get(f"{QUEUE}/{code}/{act}").text)
    clerk.on(code, "comparison", {"item_name": "yes"})
    answer = clerk.client.post(f"{QUEUE}/{code}/{act}", data=old | {field: "心をこめて書いた文章"})
    assert answer.status_code == 422
    assert "画面を開いた後に、別の人がこの申し込みを更新しました。" in words(answer)
    assert "心をこめて書いた文章" in answer.text
    assert desks.state(code) == "reviewing"
    sent = clerk.hidden(answer.text) | {field: "心をこめて書いた文章"}
    clerk.client.post(f"{QUEUE}/{code}/{act}", data=sent)
    assert desks.state(code) in {"deficient", "rejected"}


def test_a_decision_at_the_wrong_time_is_refused_in_words(desks: Desks) -> None:
    code, clerk = desks.codes["dispatched"], desks.clerk(Role.REVIEWER)
    answer = clerk.on_own_page(code, "rejection", {"reason": "遅すぎる却下"})
    assert "いまの状態ではこの操作はできません。" in words(answer)
    assert "遅すぎる却下" in answer.text
    assert desks.state(code) == "dispatched"
