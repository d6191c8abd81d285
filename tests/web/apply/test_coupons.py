"""A coupon at the form: the live price, words at the field, nothing typed lost (S4-73, S4-133)."""

from __future__ import annotations

import re

from flask import Flask

from services.office import Office
from tests.factories.applications import SAMPLE
from tests.factories.coupons import made_coupon
from tests.web.apply.conftest import APPLY, Applicant, visitor

COUPON = {"coupon_use": "yes", "coupon_code": "tcci-2026"}


def price(page: str) -> str:
    """What the price box says."""
    box = re.search(r"data-price>(.*?)</div>", page, re.DOTALL)
    assert box
    return " ".join(re.sub(r"<[^>]+>", "", box[1]).split())


def test_the_price_stands_beside_the_choices_from_the_start_s4_05(applicant: Applicant) -> None:
    applicant.consent()
    assert price(applicant.get("/form").text) == "お振り込みいただく額 15,400円(税込)"


def test_the_button_computes_the_price_without_javascript_and_keeps_what_was_typed_s4_73(
    applicant: Applicant, office: Office
) -> None:
    made_coupon(office)
    applicant.consent()
    answer = applicant.post("/form", {"surname": "髙橋", "validity_years": "3", "price": "yes", **COUPON})
    assert answer.status_code == 200, "nobody is scolded for what is not asked yet"
    assert price(answer.text) == "お振り込みいただく額 20,100円(税込) 提供価格 23,100円 − クーポン割引 3,000円"
    assert 'value="髙橋"' in answer.text


def test_the_module_asks_for_the_price_alone(applicant: Applicant, office: Office) -> None:
    made_coupon(office)
    applicant.consent()
    answer = applicant.post("/price", {"validity_years": "2", **COUPON}, page="/form")
    assert "12,400円(税込)" in answer.text
    assert "<html" not in answer.text
    without = applicant.post("/price", {"validity_years": "2", "coupon_use": "no"}, page="/form")
    assert "15,400円(税込)" in without.text
    nonsense = applicant.post("/price", {"validity_years": "🙂", **COUPON}, page="/form")
    assert "有効期間を選ぶと" in nonsense.text
    unknown = applicant.post("/price", {"validity_years": "2", "coupon_use": "yes", "coupon_code": "?"}, page="/form")
    assert "15,400円(税込)" in unknown.text
    assert "クーポンは計算に入っていません" in unknown.text


def test_an_unknown_code_is_refused_at_its_field_with_everything_kept_s4_73(applicant: Applicant) -> None:
    applicant.consent()
    answer = applicant.fill_in(**COUPON)
    assert answer.status_code == 422
    assert 'href="#coupon_code"' in answer.text
    assert "このクーポンコードは見つかりません" in answer.text
    for kept in ('value="tcci-2026"', f'value="{SAMPLE["surname_kana"]}"', f'value="{SAMPLE["email"]}"'):
        assert kept in answer.text


def test_confirmation_and_print_show_the_price_after_the_coupon_s4_107_s4_110_s4_133(
    applicant: Applicant, office: Office
) -> None:
    made_coupon(office)
    applicant.consent()
    applicant.fill_in(**COUPON)
    shown = applicant.get("/confirm").text
    for words in ("15,400円(税込)", "TCCI-2026", "-3,000円", "12,400円(税込)"):
        assert words in shown
    printed = applicant.client.get(applicant.confirm().location).text
    assert "12,400円(税込)" in printed
    assert "クーポンの割引 3,000円 を差し引いた額です" in printed


def test_who_comes_second_to_the_last_use_is_told_at_the_field_s4_73(
    applicant: Applicant, app: Flask, office: Office
) -> None:
    made_coupon(office, most_uses=1)
    second = visitor(app)
    for person in (applicant, second):
        person.consent()
        assert person.fill_in(**COUPON).location == f"{APPLY}/confirm"
    key = re.search(r'name="request_key" value="([^"]+)"', second.get("/confirm").text)
    assert key
    assert "/printed/" in applicant.confirm().location
    answer = second.post("/confirm", {"request_key": key[1]}, page="/form")
    assert answer.status_code == 422
    assert "利用できる回数に達しました" in answer.text
    assert f'value="{SAMPLE["surname_kana"]}"' in answer.text, "nothing typed is lost"
    again = second.get("/confirm")
    assert again.status_code == 422
    assert "利用できる回数に達しました" in again.text
    assert second.fill_in(coupon_use="no").location == f"{APPLY}/confirm"
