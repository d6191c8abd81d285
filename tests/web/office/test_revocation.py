"""The page on which a certificate is revoked (S4-192…S4-198, design §4)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from cryptography import x509
from werkzeug.test import TestResponse

from domain.access import Role
from services import revocation, revocation_lists
from tests.factories.offices import one_person_office
from tests.factories.records import certificates, mails
from tests.integration.services.test_revocation import COMPROMISED
from tests.web.office.conftest import QUEUE, Clerk, Desks, words

REVOKE = {"act": "revoke", "reason": "keyCompromise", "note": "名義人から電話で盗難の申し出。生年月日で本人を確認。"}


def page(code: str) -> str:
    return f"{QUEUE}/{code}/revocation"


def propose(clerk: Clerk, code: str, **changes: str) -> str:
    return words(clerk.on_own_page(code, "revocation", REVOKE | changes))


def press(clerk: Clerk, code: str, button: str, typed: dict[str, str]) -> TestResponse:
    """Another button than that of the proposal, on the same page."""
    return clerk.post(f"{page(code)}/{button}", typed, page=page(code))


def request_id(clerk: Clerk, code: str) -> str:
    found = re.search(r'name="request_id" value="(\d+)"', clerk.get(page(code)).text)
    assert found, "the page shows no open request"
    return found[1]


def test_one_proposes_and_another_carries_out(desks: Desks) -> None:
    code, reviewer, issuer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER), desks.clerk(Role.ISSUER)
    assert "失効・一時停止の手続き" in words(reviewer.open(code))
    shown = propose(reviewer, code)
    assert "もう一人の確認が必要です" in shown
    assert "失効の手続きを始めました。もう一人の担当者が実施します。" in shown
    assert "失効させる" not in shown
    waiting = words(issuer.get(f"{QUEUE}/revocations"))
    assert "失効 秘密鍵の漏えい・紛失、またはその疑い" in waiting
    assert "実施待ち" in waiting
    before = words(issuer.get(page(code)))
    assert REVOKE["note"] in before
    assert "へ「失効完了のご連絡」を送ります。取り消せません。" in before
    done = words(press(issuer, code, "carry-out", {"request_id": request_id(issuer, code)}))
    assert "実施しました。失効リストとOCSPの応答に反映しています。" in done
    assert "失効(2026年11月20日(金) 12:00)" in done
    (row,) = certificates(desks.office, code)
    crl = x509.load_der_x509_crl(revocation_lists.current(desks.office, row.authority_id))
    assert crl.get_revoked_certificate_by_serial_number(int(row.serial_number, 16)) is not None
    assert mails(desks.office, code)[-2:] == ["revocation_planned", "revocation_done"]
    history = words(issuer.open(code))
    assert "失効を提案しました" in history
    assert "証明書を失効させました" in history


def test_who_proposed_it_is_refused_in_words(desks: Desks) -> None:
    code, reviewer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER)
    propose(reviewer, code)
    forged = words(press(reviewer, code, "carry-out", {"request_id": request_id(reviewer, code)}))
    assert "先に手続きした人とは別の人が行う必要があります(二人確認)。" in forged
    assert certificates(desks.office, code)[0].revoked_at is None


@pytest.mark.parametrize(
    "wrong,said",
    [
        ({"reason": ""}, "失効の理由：どれか一つを選んでください。"),
        ({"note": " "}, "判断の根拠：入力してください。"),
        ({"note": "あ" * 1001}, "判断の根拠：1000文字以内で入力してください。"),
        ({"invalid_since_year": "2026", "invalid_since_month": "13", "invalid_since_day": "1"}, "存在しない日付です"),
        ({"invalid_since_year": "2026"}, "入力してください。"),
        ({"invalid_since_year": "2027", "invalid_since_month": "1", "invalid_since_day": "1"}, "今日より後の日付は"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost(
    desks: Desks, wrong: dict[str, str], said: str
) -> None:
    code, reviewer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER)
    typed = REVOKE | {"note": "消えてはならない文章"} | wrong
    answer = reviewer.on_own_page(code, "revocation", typed)
    assert answer.status_code == 422
    assert said in words(answer)
    for value in (typed["note"].strip(), typed.get("invalid_since_month", "")):
        assert value in answer.text
    assert certificates(desks.office, code)[0].revoked_at is None


def test_a_day_of_the_loss_stands_in_the_list(desks: Desks) -> None:
    code, reviewer, issuer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER), desks.clerk(Role.ISSUER)
    propose(reviewer, code, invalid_since_year="R8", invalid_since_month="11", invalid_since_day="18")
    shown = words(issuer.get(page(code)))
    assert "鍵が漏えいした日 2026年11月18日(水)" in shown


def test_where_one_person_is_enough_the_page_says_that_it_is_done_at_once(desks: Desks) -> None:
    one_person_office(desks.office)
    code, reviewer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER)
    assert "すぐに実施し、失効リストとOCSPに反映し" in words(reviewer.get(page(code)))
    assert "実施しました。" in propose(
        reviewer, code, invalid_since_year="2026", invalid_since_month="11", invalid_since_day="20"
    )
    assert certificates(desks.office, code)[0].revoked_at is not None


def test_it_may_be_refused_with_a_reason(desks: Desks) -> None:
    code, reviewer, issuer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER), desks.clerk(Role.ISSUER)
    propose(reviewer, code)
    which = request_id(issuer, code)
    empty = press(issuer, code, "refuse", {"request_id": which, "refusal_note": ""})
    assert (empty.status_code, "見送る理由：入力してください。" in words(empty)) == (422, True)
    done = words(press(issuer, code, "refuse", {"request_id": which, "refusal_note": "本人の勘違い"}))
    assert "手続きを終えました。証明書は有効です。" in done
    assert "実施を待っている手続きはありません。" in words(issuer.get(f"{QUEUE}/revocations"))


def test_the_holders_request_waits_for_its_review(desks: Desks) -> None:
    code, issuer = desks.codes["dispatched"], desks.clerk(Role.ISSUER)
    revocation.receive(desks.office, desks.crew.reviewer, code, COMPROMISED)
    shown = words(issuer.get(page(code)))
    assert "申し出 名義人" in shown
    assert "へ「失効作業実施のご連絡」を送ります。" in shown
    press(issuer, code, "approve", {"request_id": request_id(issuer, code)})
    assert mails(desks.office, code)[-1] == "revocation_planned"


@pytest.mark.parametrize("which", ["", "x", "99", "９", "1" * 30])
def test_a_request_that_no_page_showed_is_not_found(desks: Desks, which: str) -> None:
    code, issuer = desks.codes["dispatched"], desks.clerk(Role.ISSUER)
    assert press(issuer, code, "carry-out", {"request_id": which}).status_code == 404


def test_an_application_without_certificate_has_no_such_page(desks: Desks) -> None:
    assert desks.clerk(Role.ISSUER).get(page(desks.codes["accepted"])).status_code == 404


def test_an_expired_certificate_needs_none(desks: Desks) -> None:
    desks.clock.advance(timedelta(days=731))
    shown = words(desks.clerk(Role.ISSUER).get(page(desks.codes["dispatched"])))
    assert "有効期間が終わった証明書は、失効の手続きをしなくても使えません。" in shown


def test_a_proposal_is_asked_for_a_fresh_proof_of_identity(desks: Desks) -> None:
    code, reviewer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER)
    desks.clock.advance(timedelta(minutes=11))
    answer = reviewer.on_own_page(code, "revocation", REVOKE)
    assert 'name="identity_proof"' in answer.text
    assert certificates(desks.office, code)[0].revoked_at is None
