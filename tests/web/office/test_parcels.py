"""Issuing in one go, the print run, the lost page, and the post office's numbers (S4-146…S4-159)."""

from __future__ import annotations

from domain.access import Role
from services import dispatch, issue_batches
from tests.factories.applications import accepted
from tests.web.office.conftest import QUEUE, Desks, token_of, words

PARCELS, BATCHES = f"{QUEUE}/parcels", f"{QUEUE}/batches"
TODAY = {"posted_on_year": "R8", "posted_on_month": "11", "posted_on_day": "20"}


def test_a_batch_is_begun_watched_and_done(desks: Desks) -> None:
    clerk, office = desks.clerk(Role.ISSUER), desks.office
    refused = clerk.post(BATCHES, page=BATCHES)
    assert (refused.status_code, "発行する申し込みを一つ以上選んでください。" in words(refused)) == (422, True)
    second = accepted(office, desks.crew)
    codes = [desks.codes["accepted"], second]
    data = {"csrf_token": token_of(clerk.get(BATCHES).text), "code": codes}
    begun = clerk.client.post(BATCHES, data=data, follow_redirects=True)
    assert "0 / 2件を終えました" in words(begun)
    assert 'data-progress="running"' in begun.text
    assert "あなたが発行できる申し込みはありません。" in words(clerk.get(BATCHES))
    assert issue_batches.run_due(office) == 2
    done = clerk.get(f"{BATCHES}/1")
    assert "2 / 2件を終えました" in words(done)
    assert 'data-progress="done"' in done.text
    assert "一括発行を始めました" in words(desks.clerk(Role.AUDITOR).get("/office/audit"))


def test_a_batch_is_stopped_and_what_was_refused_says_why(desks: Desks) -> None:
    clerk, office = desks.clerk(Role.ISSUER), desks.office
    number = issue_batches.start(office, desks.crew.issuer, [desks.codes["reviewing"], desks.codes["accepted"]])
    issue_batches.run_due(office, most=1)
    stopped = words(clerk.post(f"{BATCHES}/{number}/stop", page=f"{BATCHES}/{number}"))
    assert "まだ始めていない発行を取りやめました。" in stopped
    assert "いまの状態ではこの操作はできません。" in stopped
    assert "取りやめたもの 1件" in stopped
    assert clerk.get(f"{BATCHES}/99").status_code == 404


def test_parcels_are_printed_in_one_run_and_posted_one_by_one(desks: Desks) -> None:
    code, clerk = desks.codes["issued"], desks.clerk(Role.DISPATCHER)
    shown = clerk.get(PARCELS)
    assert f'value="{code}" checked' in shown.text
    assert "印刷済みで、発送を待っているものはありません。" in words(shown)
    nothing = clerk.post(f"{PARCELS}/print", page=PARCELS)
    assert "印刷する申し込みを一つ以上選んでください。" in words(nothing)
    pdf = clerk.post(f"{PARCELS}/print", {"code": code}, page=PARCELS)
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    again = words(clerk.post(f"{PARCELS}/print", {"code": code}, page=PARCELS))
    assert "PINコードとパスワードは一度しか印刷できません。" in again
    wrong = clerk.post(f"{PARCELS}/dispatch", TODAY | {f"number_{code}": "123"}, page=PARCELS)
    assert (wrong.status_code, "11桁の数字で入力してください。" in words(wrong)) == (422, True)
    assert 'value="123"' in wrong.text
    early = TODAY | {"posted_on_day": "19", f"number_{code}": "12345678902"}
    assert "証明書の発行日(2026年11月20日(金))より前" in words(clerk.post(f"{PARCELS}/dispatch", early, page=PARCELS))
    used = words(clerk.post(f"{PARCELS}/dispatch", TODAY | {f"number_{code}": "12345678901"}, page=PARCELS))
    assert "この引受番号は、セコム 太郎様の発送に登録されています。" in used
    assert "引受番号が入力されていません。" in words(clerk.post(f"{PARCELS}/dispatch", TODAY, page=PARCELS))
    done = words(clerk.post(f"{PARCELS}/dispatch", TODAY | {f"number_{code}": "12345678902"}, page=PARCELS))
    assert "1件の発送を登録し" in done
    assert desks.state(code) == "dispatched"


def test_a_lost_page_is_met_with_a_clear_screen_s4_159(desks: Desks) -> None:
    code, clerk = desks.codes["issued"], desks.clerk(Role.DISPATCHER)
    dispatch.print_parcel(desks.office, desks.crew.dispatcher, code)
    page = clerk.open(code)
    assert "印刷物を失ったとき、印刷に失敗したとき…" in words(page)
    assert "parcel.pdf" not in page.text
    asked = words(clerk.get(f"{QUEUE}/{code}/reprint"))
    assert "前に印刷したPINコードとパスワードは、すぐに使えなくなります。" in asked
    empty = clerk.on_own_page(code, "reprint")
    assert (empty.status_code, "入力してください。" in words(empty)) == (422, True)
    pdf = clerk.on_own_page(code, "reprint", {"reason": "紙が詰まった"})
    assert pdf.data[:5] == b"%PDF-"
    shown = words(clerk.open(code))
    assert "新しいPINコードとパスワードで、送付書類を印刷し直しました 紙が詰まった" in shown
    clerk.on(code, "dispatch", TODAY | {"posted_number": "12345678902"})
    late = clerk.get(f"{QUEUE}/{code}/reprint")
    assert late.location == f"{QUEUE}/{code}"
    assert "発送 2026年11月20日(金)" in words(clerk.open(code))
