"""The days of the sealed receipt, and the words that may be signed in its place (S4-176…S4-180)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.certificates.receipt import (
    LONGEST_EXTENSION,
    LONGEST_REASON,
    check_extension,
    check_return,
    due_on,
    reminded_if_issued_before,
    statement,
)
from domain.errors import InvalidInput

ISSUED = date(2026, 11, 20)
DUE = date(2026, 12, 20)


def test_the_last_day_is_thirty_days_from_issue_or_the_day_it_was_put_off_to_s4_179() -> None:
    assert due_on(ISSUED, 30) == DUE
    assert due_on(ISSUED, 30, date(2027, 1, 10)) == date(2027, 1, 10)


@pytest.mark.parametrize("returned,code", [("2026-12-02", "day_in_future"), ("2026-11-19", "returned_before_issue")])
def test_a_receipt_comes_neither_tomorrow_nor_before_the_issue_s4_180(returned: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_return(date.fromisoformat(returned), issued_on=ISSUED, today=date(2026, 12, 1))
    assert (refused.value.code, refused.value.field) == (code, "returned_on")
    check_return(ISSUED, issued_on=ISSUED, today=ISSUED)


@pytest.mark.parametrize(
    "until,today,code",
    [
        (DUE, ISSUED, "extension_too_short"),
        (DUE + timedelta(days=5), DUE + timedelta(days=5), "extension_too_short"),
        (DUE + timedelta(days=LONGEST_EXTENSION + 1), DUE, "extension_too_long"),
    ],
)
def test_an_extension_is_later_than_both_today_and_the_last_day_and_not_endless_s4_178(
    until: date, today: date, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_extension(until, "x", due=DUE, today=today)
    assert (refused.value.code, refused.value.field) == (code, "until")


@pytest.mark.parametrize("reason,code", [("　 ", "required"), ("x" * (LONGEST_REASON + 1), "too_long")])
def test_an_extension_has_a_reason(reason: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_extension(DUE + timedelta(days=1), reason, due=DUE, today=DUE)
    assert (refused.value.code, refused.value.field) == (code, "reason")
    assert check_extension(DUE + timedelta(days=1), " 旅行中 ", due=DUE, today=DUE) == "旅行中"


def test_the_reminder_goes_out_on_the_twentieth_day() -> None:
    assert reminded_if_issued_before(ISSUED + timedelta(days=20), 20) == ISSUED + timedelta(days=1)


def test_what_is_signed_are_the_words_of_the_sheet_and_the_contract_s4_176() -> None:
    assert statement("ABCDEFGHJKLM") == (
        "電子証明書のダウンロード(媒体の場合は受領)及び記載内容を確認しました。\n契約番号: ABCD-EFGH-JKLM\n"
    )
