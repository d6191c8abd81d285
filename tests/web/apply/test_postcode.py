"""The button beside the postcode, without JavaScript (S4-80, S4-81)."""

from __future__ import annotations

import re

from tests.factories.applications import SAMPLE
from tests.web.apply.conftest import Applicant

EMPTY = {"prefecture": "", "city": "", "street": "", "building": ""}


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" type="text" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_the_address_is_filled_in_and_all_else_is_as_it_was_typed(applicant: Applicant) -> None:
    applicant.consent()
    typed = SAMPLE | EMPTY | {"postcode_a": "181", "postcode_b": "0013", "surname_kana": "漢"}
    answer = applicant.post("/form", typed | {"address": "find"})
    assert answer.status_code == 200
    assert value(answer.text, "city") == "三鷹市下連雀"
    assert '<option value="東京都" selected>' in answer.text
    assert value(answer.text, "surname_kana") == "漢"
    assert "入力内容を確認してください" not in answer.text, "nobody asked for a judgement"
    assert value(applicant.get("/form").text, "city") == "三鷹市下連雀", "a reload keeps it"


def test_places_to_choose_from_stand_below_the_button(applicant: Applicant) -> None:
    applicant.consent()
    typed = SAMPLE | EMPTY | {"postcode_a": "498", "postcode_b": "0000"}
    offered = applicant.post("/form", typed | {"address": "find"}).text
    assert "この郵便番号の住所は2件あります。" in offered
    assert 'name="address" value="愛知県弥富市"' in offered
    chosen = applicant.post("/form", typed | {"address": "愛知県弥富市"}).text
    assert value(chosen, "city") == "弥富市"
    assert "postcode__place" not in chosen


def test_an_unknown_postcode_is_said_at_its_field(applicant: Applicant) -> None:
    applicant.consent()
    answer = applicant.post("/form", SAMPLE | {"postcode_a": "999", "postcode_b": "9999", "address": "find"})
    assert answer.status_code == 422
    assert "この郵便番号は見つかりません。" in answer.text
    assert value(answer.text, "city") == SAMPLE["city"]
