"""図3-2 and 図3-3: the hour and the thirty days (S4-161, S4-165…S4-174, S4-210)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from adapters.db.models import AuditEvent, Download, KeyBundle
from services import downloads
from services.office import Office
from tests.factories.offices import FixedClock

from .conftest import Holder

Stored = Callable[[], Download]
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def inside(holder: Holder) -> Holder:
    """The holder after the password."""
    holder.enter()
    return holder


def until_midnight_of_day_31(clock: FixedClock) -> timedelta:
    """Issued at noon: half of that day and thirty whole ones."""
    return timedelta(days=30, hours=12)


def test_s4_165_the_page_has_the_button_and_says_until_when(inside: Holder) -> None:
    page = inside.open()
    wanted = (">ダウンロード</button>", "1時間", "2026年12月20日(日)まで", "あと30日", "Mac・iPhone・古いWindows用")
    for words in wanted:
        assert words in page.text


def test_s4_166_looking_at_the_page_starts_nothing(inside: Holder, clock: FixedClock, stored: Stored) -> None:
    for method in ("GET", "HEAD"):
        inside.client.open(inside.url, method=method)
        inside.client.open(f"{inside.url}/start/standard", method=method)
    assert stored().first_pressed_at is None


def test_s4_166_the_press_starts_the_hour_and_leads_to_the_completion_page(
    inside: Holder, stored: Stored, clock: FixedClock
) -> None:
    answer = inside.press()
    assert (answer.status_code, answer.location) == (303, f"{inside.url}/done/standard")
    assert stored().state == "started"
    assert stored().deadline == clock() + timedelta(hours=1)
    assert "2026年11月20日(金) 13:00まで" in inside.open().text


def test_s4_166_a_second_press_does_not_move_the_hour(inside: Holder, stored: Stored, clock: FixedClock) -> None:
    inside.press()
    before = stored().deadline
    clock.advance(50 * MINUTE)
    inside.press("compatible")
    assert stored().deadline == before


def test_s4_166_within_the_hour_the_file_can_be_fetched_again_and_again(
    inside: Holder, clock: FixedClock, stored: Stored
) -> None:
    inside.press()
    first = inside.fetch().data
    clock.advance(59 * MINUTE + 59 * SECOND)
    assert inside.fetch().data == first
    assert inside.press().status_code == 303
    assert stored().fetch_count == 2


@pytest.mark.parametrize("late", [60 * MINUTE, 61 * MINUTE])
def test_s4_166_after_the_hour_nothing_is_given_out(inside: Holder, clock: FixedClock, late: timedelta) -> None:
    inside.press()
    clock.advance(late)
    for answer in (inside.fetch(), inside.open(), inside.press(), inside.client.get(f"{inside.url}/done/standard")):
        assert answer.status_code in {400, 410}
        assert b"-----" not in answer.data
    page = inside.open()
    assert page.status_code == 410
    for words in ("最初のダウンロードから1時間が過ぎた", "新規のお申し込み(有料)", "契約番号"):
        assert words in page.text


def test_s4_161_day_thirty_itself_still_counts(holder: Holder, clock: FixedClock) -> None:
    clock.advance(until_midnight_of_day_31(clock) - SECOND)
    assert holder.enter().status_code == 303
    assert "本日の24時まで" in holder.open().text


def test_s4_161_after_day_thirty_the_url_yields_nothing(holder: Holder, clock: FixedClock) -> None:
    clock.advance(until_midnight_of_day_31(clock))
    page = holder.open()
    assert page.status_code == 410
    assert "発行から30日が過ぎた" in page.text
    assert "新規のお申し込み(有料)" in page.text
    assert holder.enter().status_code == 410


def test_s4_161_an_hour_begun_on_the_last_evening_ends_at_midnight(holder: Holder, clock: FixedClock) -> None:
    clock.advance(until_midnight_of_day_31(clock) - 10 * MINUTE)
    holder.enter()
    holder.press()
    assert holder.fetch().status_code == 200
    clock.advance(10 * MINUTE)
    assert holder.fetch().status_code == 410


def test_s4_166_the_file_is_not_given_out_before_the_press(inside: Holder, stored: Stored) -> None:
    for path in ("/file/standard", "/done/standard"):
        answer = inside.client.get(inside.url + path)
        assert (answer.status_code, answer.location) == (303, inside.url)
    assert stored().fetch_count == 0


def test_s4_163_without_the_password_the_file_leads_to_the_password_page(
    holder: Holder, new_holder: Callable[..., Holder], certificate: object
) -> None:
    holder.enter()
    holder.press()
    stranger = new_holder(certificate)
    for path in ("/file/standard", "/done/standard"):
        answer = stranger.client.get(stranger.url + path)
        assert (answer.status_code, answer.location) == (303, stranger.url)
    assert stranger.press().status_code == 400


def test_s4_173_the_office_sees_when_the_file_was_fetched_but_not_who_asked_its_size(
    inside: Holder, office: Office, stored: Stored, clock: FixedClock
) -> None:
    inside.press()
    head = inside.client.head(f"{inside.url}/file/standard")
    assert head.status_code == 200
    assert stored().last_fetched_at is None
    clock.advance(5 * MINUTE)
    inside.fetch()
    assert (stored().last_fetched_at, stored().fetch_count) == (clock(), 1)
    with office.database.read() as session:
        fetched = select(func.count()).where(AuditEvent.action == "fetch_certificate_file")
        assert session.scalar(fetched) == 1


@pytest.mark.parametrize("pressed", [True, False])
def test_s4_174_once_it_is_over_the_key_file_is_destroyed(
    holder: Holder, office: Office, clock: FixedClock, stored: Stored, pressed: bool
) -> None:
    if pressed:
        holder.enter()
        holder.press()
        clock.advance(timedelta(minutes=59, seconds=59))
        assert downloads.close_finished(office) == 0
        clock.advance(SECOND)
    else:
        clock.advance(until_midnight_of_day_31(clock))
    assert downloads.close_finished(office) == 1
    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(KeyBundle)) == 0
    assert stored().state == "closed"
    assert holder.open().status_code == 410
    assert downloads.close_finished(office) == 0
