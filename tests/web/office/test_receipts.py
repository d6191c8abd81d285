"""The desk of receipts: by scanner, late ones, a longer term, and the holder's own page (S4-176…S4-180)."""

from __future__ import annotations

import io
from datetime import timedelta

from domain.access import Role
from services import dispatch
from tests.factories.applications import secrets_of
from tests.factories.records import certificates
from tests.factories.signed_receipts import opened, signed
from tests.web.office.conftest import QUEUE, Desks, token_of, words

RECEIPTS = f"{QUEUE}/receipts"


def test_a_pile_of_sheets_is_registered_by_scanner_s4_180(desks: Desks) -> None:
    code, clerk = desks.codes["dispatched"], desks.clerk(Role.RECEPTION)
    number = certificates(desks.office, code)[0].contract_number
    scanned = clerk.get(f"{RECEIPTS}?text={number}")
    assert scanned.location == f"{QUEUE}/{code}?scanned=yes#receipt"
    typed = {"returned_on_year": "R8", "returned_on_month": "11", "returned_on_day": "20", "seal_matches": "yes"}
    shown = words(clerk.on(code, "receipt", typed | {"scanned": "yes"}))
    assert "セコム 太郎様の受領書を登録しました。次の受領書を読み取ってください。" in shown
    again = words(clerk.client.get(f"{RECEIPTS}?text={number}", follow_redirects=True))
    assert "この受領書は、すでに登録されています(2026年11月20日(金))。" in again


def test_a_scan_that_leads_nowhere_says_so_and_keeps_the_text(desks: Desks) -> None:
    clerk = desks.clerk(Role.RECEPTION)
    answer = clerk.get(f"{RECEIPTS}?text=ABCD-EFGH-JKL")
    assert answer.status_code == 422
    assert "この契約番号またはお申し込みコードの証明書はありません。" in words(answer)
    assert 'value="ABCD-EFGH-JKL"' in answer.text
    early = desks.codes["issued"]
    before = words(clerk.client.get(f"{RECEIPTS}?text={early}", follow_redirects=True))
    assert "発送の登録がまだのため、受領書を登録できません。" in before


def test_late_receipts_are_extended_or_led_to_revocation_s4_178(desks: Desks) -> None:
    code, reviewer = desks.codes["dispatched"], desks.clerk(Role.REVIEWER)
    assert "期限を過ぎた受領書はありません。" in words(reviewer.get(RECEIPTS))
    assert "あと30日" in words(reviewer.get(f"{RECEIPTS}?show=all"))
    desks.clock.advance(timedelta(days=31))
    reviewer = desks.clerk(Role.REVIEWER)
    assert "1日超過" in words(reviewer.get(RECEIPTS))
    assert "受領書送付期限を過ぎた申し込み" in words(reviewer.get("/office/"))
    proposal = reviewer.get(f"{QUEUE}/{code}/revocation?because=receipt")
    assert "受領書送付期限日までに受領書が届かないため。" in proposal.text
    empty = reviewer.on_own_page(code, "receipt/extension")
    assert (empty.status_code, words(empty).count("入力してください。")) == (422, 4)
    typed = {"until_year": "2026", "until_month": "12", "until_day": "1", "reason": "入院中"}
    short = reviewer.on_own_page(code, "receipt/extension", typed)
    assert "2026年12月21日(月)より後の日付を入力してください。" in words(short)
    assert "入院中" in short.text
    done = words(reviewer.on_own_page(code, "receipt/extension", typed | {"until_month": "1", "until_year": "2027"}))
    assert "受領書送付期限日を2027年1月1日(金)に延長しました。" in done
    assert "延長した期限日です。" in done
    assert "期限を過ぎた受領書はありません。" in words(reviewer.get(RECEIPTS))
    assert "審査担当または発行担当が判断します" in words(desks.clerk(Role.RECEPTION).get(f"{RECEIPTS}?show=all"))


def test_the_holder_confirms_on_the_own_page_with_a_signature(desks: Desks) -> None:
    code = desks.codes["issued"]
    pair = opened(desks.office, code, secrets_of(desks.office, code)["pin"])
    dispatch.register_dispatch(desks.office, desks.crew.dispatcher, code, posted_number="123-45-67890-2")
    number = certificates(desks.office, code)[0].contract_number
    holder = desks.browser()
    assert "署名する文章を表示する" in words(holder.get("/receipt"))
    assert "契約番号に誤りがあります。" in words(holder.get("/receipt?number=ABCD"))
    assert holder.get("/receipt/statement.txt?number=ABCD").status_code == 404
    text = holder.get(f"/receipt/statement.txt?number={number}").data
    page = holder.get(f"/receipt?number={number}")
    assert text.decode().splitlines()[0] in words(page)

    def send(signature: bytes) -> str:
        data = {"csrf_token": token_of(page.text), "number": number, "file": (io.BytesIO(signature), "receipt.p7s")}
        return words(holder.post("/receipt", data=data, follow_redirects=True))

    assert "署名のファイルを選んでください。" in send(b"")
    assert "署名のファイルとして読み取れません。" in send(b"nothing")
    assert "署名を確認できません。" in send(signed(text + b"x", pair))
    assert "受領を確認しました。" in send(signed(text, pair))
    assert desks.state(code) == "completed"
    assert "すでに確認されています。" in send(signed(text, pair))
    shown = words(desks.clerk(Role.REVIEWER).open(code))
    assert "名義人が新しい証明書で署名して受領を確認し" in shown
