"""S3-29: 30 minutes, once, few tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.bonds.one_time_password import TRIES, VALID_FOR, OneTimePassword, new_one_time_password
from domain.errors import Gone

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FRESH = OneTimePassword(requested_at=NOW, expires_at=NOW + VALID_FOR)


def test_s3_29_it_has_eight_digits_and_thirty_minutes() -> None:
    assert new_one_time_password(lambda alphabet, count: alphabet[:count]) == "01234567"
    assert timedelta(minutes=30) == VALID_FOR


@pytest.mark.parametrize(
    "password,now,code",
    [
        (OneTimePassword(requested_at=NOW, expires_at=NOW + VALID_FOR, used=True), NOW, "otp_used"),
        (OneTimePassword(requested_at=NOW, expires_at=NOW + VALID_FOR, tries=TRIES), NOW, "otp_tries_over"),
        (FRESH, NOW + VALID_FOR, "otp_expired"),
        (OneTimePassword(requested_at=NOW), NOW + VALID_FOR, "otp_expired"),
    ],
)
def test_s3_29_then_one_logs_in_anew(password: OneTimePassword, now: datetime, code: str) -> None:
    with pytest.raises(Gone, match=code):
        password.check_open(now)


@pytest.mark.parametrize("password", [FRESH, OneTimePassword(requested_at=NOW, tries=TRIES - 1)])
def test_until_then_it_may_be_tried(password: OneTimePassword) -> None:
    last = NOW + VALID_FOR - SECOND
    assert password.check_open(last) is None  # type: ignore[func-returns-value]  # because it speaks by raising


def test_the_half_hour_runs_from_the_sending_and_nothing_is_sent_after_it() -> None:
    waiting = OneTimePassword(requested_at=NOW)
    assert waiting.may_be_sent(NOW + VALID_FOR - SECOND)
    assert not waiting.may_be_sent(NOW + VALID_FOR)
    tried = OneTimePassword(requested_at=NOW, expires_at=NOW + VALID_FOR + timedelta(minutes=10))
    assert tried.may_be_sent(NOW + timedelta(minutes=39))
    assert not tried.may_be_sent(NOW + timedelta(minutes=40))
    assert not OneTimePassword(requested_at=NOW, used=True).may_be_sent(NOW)
