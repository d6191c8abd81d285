"""Tries of a mail that cannot be handed over (design §10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mail_schedule import GIVEN_UP_AFTER, LEAST_TRIES, next_try, wait_after

MADE = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
END = MADE + timedelta(hours=72)


@pytest.mark.parametrize(
    "tries,seconds",
    [(1, 30), (2, 60), (3, 120), (4, 240), (8, 3840), (9, 7200), (10, 7200), (1000, 7200)],
)
def test_waits_double_from_30_seconds_to_2_hours(tries: int, seconds: int) -> None:
    assert wait_after(tries, fraction=0) == timedelta(seconds=seconds)


@given(st.integers(1, 100), st.floats(0, 1, exclude_max=True))
def test_chance_makes_a_wait_up_to_a_quarter_shorter(tries: int, fraction: float) -> None:
    full = wait_after(tries, fraction=0)
    assert full * 0.75 <= wait_after(tries, fraction=fraction) <= full


def test_mails_that_failed_together_come_back_apart() -> None:
    assert len({wait_after(1, fraction=n / 10) for n in range(10)}) == 10


def test_the_last_try_falls_on_the_end_of_72_hours() -> None:
    assert next_try(made_at=MADE, now=END - timedelta(hours=1), tries=40, fraction=0) == END


def test_a_mail_is_given_up_72_hours_after_it_was_made() -> None:
    last_moment = END - timedelta(microseconds=1)
    assert next_try(made_at=MADE, now=last_moment, tries=40, fraction=0) == END
    assert next_try(made_at=MADE, now=END, tries=40, fraction=0) is None


def test_a_mail_that_waited_for_a_mail_server_still_gets_its_tries() -> None:
    late = MADE + timedelta(days=10)
    for tries in range(1, LEAST_TRIES):
        assert next_try(made_at=MADE, now=late, tries=tries, fraction=0) is not None
    assert next_try(made_at=MADE, now=late, tries=LEAST_TRIES, fraction=0) is None


@given(st.floats(0, 1, exclude_max=True))
def test_every_mail_ends(fraction: float) -> None:
    now, tries = MADE, 0
    while (again := next_try(made_at=MADE, now=now, tries=(tries := tries + 1), fraction=fraction)) is not None:
        assert again > now
        now = again
    assert now == MADE + GIVEN_UP_AFTER
    assert 40 <= tries <= 60
