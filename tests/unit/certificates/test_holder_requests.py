"""What holders may ask for on paper or by mail, by rule (S4-187…S4-193, S4-211)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.certificates.change_request import CHANGE_LIFE, ChangeEvent, ChangeState, changes
from domain.certificates.revocation_evidence import CLOCKS_DIFFER, FRESH_DAYS, require_fresh
from domain.errors import InvalidInput, RuleViolation

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
BEGAN = NOW - timedelta(days=100)
ANSWERS = {
    "email": "old@example.jp", "email_in_certificate": "no", "proxy": "yes", "proxy_name": "見本 花子",
    "proxy_address": "東京都三鷹市1-1",
}  # fmt: skip


@pytest.mark.parametrize(
    "signed_at, code",
    [
        (None, "mail_without_time"),
        (NOW + CLOCKS_DIFFER + timedelta(seconds=1), "mail_from_the_future"),
        (NOW - timedelta(days=FRESH_DAYS, seconds=1), "mail_too_old"),
    ],
)
def test_a_mail_of_another_time_is_refused(signed_at: datetime | None, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        require_fresh(signed_at, not_before=BEGAN, now=NOW)
    assert refused.value.code == code


def test_a_mail_cannot_be_older_than_the_certificate_that_signed_it() -> None:
    with pytest.raises(InvalidInput, match="mail_before_certificate"):
        require_fresh(NOW - timedelta(days=1), not_before=NOW, now=NOW)


@pytest.mark.parametrize("signed_at", [NOW, NOW + CLOCKS_DIFFER, NOW - timedelta(days=FRESH_DAYS)])
def test_a_mail_of_these_days_is_taken(signed_at: datetime) -> None:
    assert require_fresh(signed_at, not_before=BEGAN, now=NOW) == signed_at


def test_only_the_three_items_can_be_changed_s4_188() -> None:
    typed = {
        "email": " ＮＥＷ@example.jp ", "proxy_name": "", "proxy_address": "東京都三鷹市2-2", "surname": "別人",
    }  # fmt: skip
    assert changes(typed, ANSWERS) == {"email": "NEW@example.jp", "proxy_address": "東京都三鷹市2-2"}


@pytest.mark.parametrize(
    "typed, answers, refused",
    [
        ({"email": "new@example.jp"}, {"email_in_certificate": "yes"}, ("email_in_certificate", "email")),
        ({"proxy_name": "見本 次郎"}, {"proxy": ""}, ("no_proxy", "proxy_name")),
        ({"proxy_address": "大阪府"}, {"proxy": ""}, ("no_proxy", "proxy_address")),
        ({}, {}, ("nothing_to_change", "email")),
        ({"email": "old@example.jp", "proxy_name": "見本 花子"}, {}, ("nothing_to_change", "email")),
        ({"email": "nonsense"}, {}, ("not_email_address", "email")),
        ({"proxy_name": "𠮷田"}, {}, ("outside_jis_x_0208", "proxy_name")),
        ({"proxy_name": "あ" * 65}, {}, ("too_long", "proxy_name")),
    ],
)
def test_what_cannot_be_changed_is_refused_at_its_place_s4_189(
    typed: dict[str, str], answers: dict[str, str], refused: tuple[str, str]
) -> None:
    with pytest.raises(RuleViolation) as found:
        changes(typed, ANSWERS | answers)
    assert (found.value.code, found.value.field) == refused


def test_a_change_is_received_checked_and_done_once_s4_211() -> None:
    assert CHANGE_LIFE.after(ChangeState.RECEIVED, ChangeEvent.CARRY_OUT) is ChangeState.CHANGED
    assert CHANGE_LIFE.after(ChangeState.RECEIVED, ChangeEvent.REFUSE) is ChangeState.REFUSED
    for state in (ChangeState.CHANGED, ChangeState.REFUSED):
        assert not any(CHANGE_LIFE.allows(state, event) for event in ChangeEvent)
