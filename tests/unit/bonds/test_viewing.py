"""Viewing URL and password as people type them; the life of a session (S3-33, S3-39)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.bonds.viewing import IDLE, LONGEST, Ability, in_time, new_password, read_password, token_in

TOKEN = "aB3_-" * 8 + "xyz"
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        f"https://office.example.jp/b/{TOKEN}",
        f"  https://office.example.jp/b/{TOKEN}/ ",
        f"<https://office.example.jp/b/{TOKEN}>",
        f"https://office.example.jp/b/{TOKEN[:20]}\r\n  {TOKEN[20:]}",
        f"https://office.example.jp/b/{TOKEN}?x=1#top",
        TOKEN,
    ],
)
def test_the_url_is_found_however_it_was_pasted(typed: str) -> None:
    assert token_in(typed) == TOKEN


@pytest.mark.parametrize("typed", ["", "https://office.example.jp/b/", TOKEN[:-1], f"https://x/{TOKEN}a", "証券"])
def test_what_is_no_url_gives_no_token(typed: str) -> None:
    assert token_in(typed) == ""


def test_a_password_is_read_as_people_write_it() -> None:
    password = new_password(lambda alphabet, count: (alphabet * count)[:count])
    assert read_password(f" {password[:4].lower()}-{password[4:8]}　{password[8:]}\n") == password
    assert read_password("ＡＢＣ２") == "ABC2"


@pytest.mark.parametrize("ability", Ability)
def test_s3_33_a_session_ends_idle_and_after_a_day_of_work(ability: Ability) -> None:
    second = timedelta(seconds=1)

    def alive(seen: timedelta, opened: timedelta) -> bool:
        return in_time(ability, opened_at=NOW - opened, seen_at=NOW - seen, now=NOW)

    assert alive(IDLE[ability] - second, timedelta(hours=2))
    assert not alive(IDLE[ability], timedelta(hours=2))
    assert alive(second, LONGEST - second)
    assert not alive(second, LONGEST)


def test_s3_33_an_orderer_has_twenty_minutes() -> None:
    assert IDLE[Ability.DOWNLOAD] == timedelta(minutes=20)
