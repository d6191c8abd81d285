"""The pages on which papers and signed mails of holders are registered (S4-187…S4-198)."""

from __future__ import annotations

import io

from adapters.db.models import RevocationRequest
from domain.access import Role
from tests.factories.records import all_of
from tests.web.office.conftest import QUEUE, Clerk, Desks, words

DAY = {"received_on_year": "R8", "received_on_month": "11", "received_on_day": "19"}
REVOKE = {"reason": "cessationOfOperation", "note": "消えてはならない文章", "seal": "", "way": "paper"} | DAY


def send(clerk: Clerk, code: str, typed: dict[str, str], mail: bytes | None = None) -> tuple[int, str]:
    page = f"{QUEUE}/{code}/revocation/holder"
    data: dict[str, object] = {**clerk.hidden(clerk.get(page).text), **typed}
    if mail is not None:
        data["mail"] = (io.BytesIO(mail), "request.eml")
    answer = clerk.client.post(page, data=data, content_type="multipart/form-data", follow_redirects=True)
    return answer.status_code, words(answer)


def test_a_revocation_on_paper_is_registered_and_judged_s4_193_s4_198(desks: Desks) -> None:
    code, reviewer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER)
    assert "名義人からの失効申請(書面・署名付きメール)を登録する" in words(reviewer.get(f"{QUEUE}/{code}/revocation"))
    status, shown = send(reviewer, code, REVOKE | {"received_on_year": ""})
    assert status == 422
    assert "印影の照合：どれか一つを選んでください。" in shown
    assert "到着日：入力してください。" in shown
    assert "消えてはならない文章" in shown
    status, shown = send(reviewer, code, REVOKE | {"seal": "no"})
    assert status == 200
    assert "郵送された電子証明書失効申請書" in shown
    assert "一致しません。審査を完了できません。" in shown
    assert "審査を完了する" not in shown
    status, shown = send(reviewer, code, REVOKE | {"seal": "yes"})
    assert status == 422
    assert "実施を待っている失効の手続きがあります" in shown


def test_bad_mails_are_refused_in_words_at_their_place(desks: Desks) -> None:
    code, reviewer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER)
    mail = {"way": "signed_mail"}
    for raw, said in (
        (None, "メールのファイル(.eml)を選んでください。"),
        (b"Subject: x\n\nhello\n", "電子署名のあるメールではありません。"),
        (b'Content-Type: multipart/signed; boundary="b"\n\n--b\n', "メールの電子署名を読み取れません。"),
    ):
        status, shown = send(reviewer, code, REVOKE | mail, raw)
        assert (status, said in shown, "消えてはならない文章" in shown) == (422, True, True)
    assert all_of(desks.office, RevocationRequest) == []
    assert "署名付きメールを受け付けませんでした" in words(reviewer.open(code))
    status, shown = send(reviewer, code, REVOKE | {"way": ""})
    assert (status, "申請の方法：どれか一つを選んでください。" in shown) == (422, True)


def test_a_change_is_registered_by_reception_and_done_by_a_reviewer_s4_187_s4_190(desks: Desks) -> None:
    code, reception, reviewer = desks.codes["dispatched"], desks.clerk(Role.RECEPTION), desks.clerk(Role.REVIEWER)
    page = f"{QUEUE}/{code}/change"
    assert "登録内容の変更" in words(reception.open(code))
    wrong = reception.on_own_page(code, "change", {"email": "nonsense", "proxy_name": "見本 次郎"} | DAY)
    assert (wrong.status_code, "見本 次郎" in wrong.text) == (422, True)
    assert "メールアドレスの形になっていません" in words(wrong)
    undated = reception.on_own_page(code, "change", {"email": "new@example.jp"})
    assert (undated.status_code, "到着日：入力してください。" in words(undated)) == (422, True)
    shown = words(reception.on_own_page(code, "change", {"email": "new@example.jp"} | DAY))
    assert "変更申請書の到着を登録しました。" in shown
    assert "変更する" not in shown.replace("変更する項目", "").replace("変更します", "")
    assert "電子メールアドレス" in words(reviewer.get(f"{QUEUE}/changes"))
    number = {"request_id": "1"}
    unchecked = reviewer.post(f"{page}/carry-out", number, page=page)
    assert (unchecked.status_code, "印影を照合し" in words(unchecked)) == (422, True)
    no_reason = reviewer.post(f"{page}/refuse", number | {"refusal": ""}, page=page)
    assert (no_reason.status_code, "見送る理由：入力してください。" in words(no_reason)) == (422, True)
    done = words(reviewer.post(f"{page}/carry-out", number | {"seal_matches": "y"}, page=page))
    assert "登録内容を変更しました。" in done
    assert "これまでの変更" in done
    again = reviewer.post(f"{page}/carry-out", number | {"seal_matches": "y"}, page=page)
    assert "いまの状態ではこの操作はできません。" in words(again)
    assert "変更を待っている申請書はありません。" in words(reviewer.get(f"{QUEUE}/changes"))


def test_a_number_of_another_application_is_not_there(desks: Desks) -> None:
    """What is decided on an application's page is that application's own, whatever number is sent along."""
    code, other = desks.codes["dispatched"], desks.codes["issued"]
    reception, reviewer = desks.clerk(Role.RECEPTION), desks.clerk(Role.REVIEWER)
    reception.on_own_page(code, "change", {"email": "new@example.jp"} | DAY)
    send(reviewer, code, REVOKE | {"seal": "yes"})
    words_of_all = {"request_id": "1", "seal_matches": "y", "refusal": "別人", "refusal_note": "別人"}
    for act in (
        "change/carry-out",
        "change/refuse",
        *(f"revocation/{act}" for act in ("approve", "refuse", "carry-out")),
    ):
        assert reviewer.post(f"{QUEUE}/{other}/{act}", words_of_all).status_code == 404, act
    (request,) = all_of(desks.office, RevocationRequest)
    assert request.state == "received"
    assert "変更を待っている申請書はありません。" not in words(reviewer.get(f"{QUEUE}/changes"))
    page = f"{QUEUE}/{code}/revocation"
    reviewer.post(f"{page}/approve", {"request_id": "1"}, page=page)
    assert [row.state for row in all_of(desks.office, RevocationRequest)] == ["reviewed"], "its own page does it"
