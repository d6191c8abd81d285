"""The administrator's coupons: list, new one, end (S4-73, S4-133)."""

from __future__ import annotations

import pytest

from domain.access import Role
from tests.factories.coupons import made_coupon, uses
from tests.web.office.conftest import Clerk, Desks, blueprint, desks, printer, words
from tests.web.office.filled import filled

__all__ = ["blueprint", "desks", "printer"]
LIST, NEW = "/office/coupons", "/office/coupons/new"
TYPED = {
    "code": "ｔｃｃｉ－２０２６",
    "discount": "3,000",
    "most_uses": "",
    "last_day_year": "R9",
    "last_day_month": "3",
    "last_day_day": "31",
}


@pytest.fixture
def editor(desks: Desks) -> Clerk:
    return desks.clerk(Role.ADMINISTRATOR)


def test_from_the_empty_list_to_the_end_of_a_coupon_s4_133(desks: Desks, editor: Clerk) -> None:
    assert "まだクーポンはありません" in words(editor.get(LIST))
    typed = filled(editor.get(NEW).text, "coupon")
    assert (typed["first_day_year"], typed["first_day_month"], typed["first_day_day"]) == ("2026", "11", "20")
    assert editor.client.post(NEW, data=typed | TYPED).headers["Location"] == LIST
    shown = words(editor.get(LIST))
    assert "クーポンTCCI-2026を登録しました" in shown
    assert "TCCI-2026 3,000円 2026年11月20日(金) ～ 2027年3月31日(水) 0(制限なし) 利用できます" in shown
    assert uses(desks.office) == {"TCCI-2026": 0}
    page = f"{LIST}/1/end"
    assert "このコードは二度と使えません" in words(editor.get(page))
    assert "クーポンの利用を終了しました" in words(editor.post(page, page=page))
    assert "終了する" not in words(editor.get(LIST))
    assert "すでに終了しています" in words(editor.post(page, page=page))
    assert "クーポンを登録しました" in words(editor.get("/office/audit"))


@pytest.mark.parametrize(
    "wrong,field",
    [
        ({"code": ""}, "code"),
        ({"code": "クーポン"}, "code"),
        ({"code": "OLD"}, "code"),
        ({"discount": ""}, "discount"),
        ({"discount": "三千"}, "discount"),
        ({"most_uses": "0"}, "most_uses"),
        ({"last_day_year": ""}, "last_day_year"),
        ({"last_day_year": "", "last_day_month": "", "last_day_day": ""}, "last_day_year"),
        ({"last_day_year": "2025"}, "last_day_year"),
        ({"first_day_month": "13"}, "first_day_year"),
    ],
)
def test_a_slip_is_answered_at_its_field_and_nothing_typed_is_lost(
    desks: Desks, editor: Clerk, wrong: dict[str, str], field: str
) -> None:
    made_coupon(desks.office, "OLD")
    answer = editor.client.post(NEW, data=filled(editor.get(NEW).text, "coupon") | TYPED | wrong)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert ('value="3,000"' in answer.text) is ("discount" not in wrong)
    assert uses(desks.office) == {"OLD": 0}
