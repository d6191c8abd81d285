"""図3-1: the password page and its ten tries (S4-160…S4-164)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from adapters.db.models import AuditEvent, Download, WebSession
from domain.access import Role
from services import downloads
from services.office import Office
from tests.factories.applications import hire, issued
from tests.factories.offices import make_staff
from tests.web.public.test_languages import japanese_left

from .conftest import Holder, Issued, MakeHolder, sent_out

Stored = Callable[[], Download]


def wrong(holder: Holder) -> str:
    return "00000000" if holder.password != "00000000" else "11111111"


def count(office: Office, table: type) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_s4_160_the_page_says_that_mail_and_letter_are_needed(holder: Holder) -> None:
    page = holder.open()
    assert page.status_code == 200
    for words in ("電子証明書ダウンロード URL のお知らせ", "パスワード送付のお知らせ", "8桁", "送信"):
        assert words in page.text


def test_s4_166_a_mail_scanner_that_opens_the_url_starts_and_stores_nothing(
    holder: Holder, office: Office, stored: Stored
) -> None:
    acts = count(office, AuditEvent)
    for method in ("GET", "HEAD", "OPTIONS"):
        for path in ("", "/done/standard", "/file/standard", "/file/compatible"):
            answer = holder.client.open(holder.url + path, method=method)
            assert answer.status_code in {200, 303}
            assert "Set-Cookie" not in answer.headers
    assert count(office, WebSession) == 0
    assert count(office, AuditEvent) == acts
    assert (stored().state, stored().first_pressed_at, stored().fetch_count) == ("open", None, 0)


def test_every_page_of_a_download_is_in_english_too(holder: Holder) -> None:
    """The name of the service as well, which comes from its folder."""
    for page in (holder.client.get(f"{holder.url}?language=en"), holder.enter(follow_redirects=True)):
        assert "SECOM Passport for G-ID" in page.text
        assert japanese_left(page.text) == []


def test_s4_163_the_right_password_opens_the_download_page(holder: Holder) -> None:
    answer = holder.enter()
    assert (answer.status_code, answer.location) == (303, holder.url)
    assert "図3-2" not in answer.text
    assert ">ダウンロード</button>" in holder.open().text


@pytest.mark.parametrize("spell", ["full width", "spaced", "hyphened", "around"])
def test_s4_163_full_width_digits_spaces_and_hyphens_are_understood(holder: Holder, spell: str) -> None:
    digits = holder.password
    typed = {
        "full width": digits.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        "spaced": f"{digits[:4]}　{digits[4:]}",
        "hyphened": f"{digits[:4]}-{digits[4:6]}－{digits[6:]}",
        "around": f" {digits}\t",
    }[spell]
    assert holder.enter(typed).status_code == 303


@pytest.mark.parametrize(
    "typed,words",
    [
        ("", "入力してください。"),
        ("   ", "桁の数字で入力してください。"),
        ("1234567", "8桁の数字で入力してください。"),
        ("123456789", "8桁の数字で入力してください。"),
        ("1234567x", "数字で入力してください。"),
    ],
)
def test_s4_164_a_slip_of_the_finger_costs_no_try(holder: Holder, stored: Stored, typed: str, words: str) -> None:
    answer = holder.enter(typed)
    assert answer.status_code == 400
    assert words in answer.text
    assert "エラー：" in answer.text
    assert stored().wrong_tries == 0


def test_s4_164_a_wrong_password_is_refused_and_the_tries_left_are_told(holder: Holder, stored: Stored) -> None:
    answer = holder.enter(wrong(holder))
    assert answer.status_code == 400
    assert "残り9回" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert stored().wrong_tries == 1
    assert ">ダウンロード</button>" not in holder.open().text


def test_s4_164_the_tenth_wrong_password_locks_even_for_the_right_one(holder: Holder) -> None:
    answers = [holder.enter(wrong(holder)) for _ in range(10)]
    assert [answer.status_code for answer in answers] == [400] * 9 + [423]
    assert "契約番号" in answers[-1].text
    assert holder.enter().status_code == 423
    assert holder.open().status_code == 423


def test_s4_164_guesses_at_the_same_moment_are_ten_at_most(
    app: Flask, certificate: Issued, new_holder: MakeHolder, office: Office, stored: Stored
) -> None:
    holders = [new_holder(certificate) for _ in range(24)]
    with ThreadPoolExecutor(max_workers=12) as crowd:
        statuses = Counter(crowd.map(lambda one: one.enter(wrong(one)).status_code, holders))
    assert statuses == {400: 9, 423: 15}
    assert (stored().wrong_tries, stored().state) == (10, "locked")
    with office.database.read() as session:
        guesses = select(func.count()).where(AuditEvent.action == "wrong_download_password")
        assert session.scalar(guesses) == 10
    assert holders[0].enter().status_code == 423


def test_s4_164_a_lock_also_stops_whoever_gave_the_password_before(
    holder: Holder, certificate: Issued, new_holder: MakeHolder
) -> None:
    holder.enter()
    holder.press()
    guesser = new_holder(certificate)
    for _ in range(10):
        guesser.enter(wrong(guesser))
    assert holder.fetch().status_code == 423


def test_s4_164_a_form_of_another_site_costs_no_try(holder: Holder, stored: Stored) -> None:
    for site in ("cross-site", "same-site"):
        assert holder.enter(wrong(holder), headers={"Sec-Fetch-Site": site}).status_code == 400
    assert stored().wrong_tries == 0
    assert holder.enter(headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_s4_164_a_new_url_unlocks_and_the_old_one_is_dead(
    holder: Holder, certificate: Issued, new_holder: MakeHolder, office: Office
) -> None:
    holder.enter()
    guesser = new_holder(certificate)
    for _ in range(10):
        guesser.enter(wrong(guesser))
    dispatcher, _ = make_staff(office, Role.DISPATCHER)
    downloads.replace_url(office, dispatcher, certificate.code)

    assert holder.open().status_code == 404
    assert holder.enter().status_code == 404
    # The browser that knew the password asks for it again under the new URL; the letter stays good.
    holder.url = sent_out(office, certificate.code).path
    assert "パスワード送付のお知らせ" in holder.open().text
    assert holder.enter().status_code == 303
    assert holder.press().status_code == 303
    assert holder.fetch().status_code == 200


def test_s4_160_the_password_of_one_download_opens_no_other(
    holder: Holder, office: Office, new_holder: MakeHolder
) -> None:
    other = sent_out(office, issued(office, hire(office), email="b@example.jp", email_again="b@example.jp"))
    holder.enter()
    holder.press()
    stranger = Holder(holder.client, other.path, other.secrets["password"], other.secrets["pin"])
    assert "パスワード送付のお知らせ" in stranger.open().text
    assert stranger.fetch().location == other.path
    assert stranger.client.post(f"{other.path}/start/standard", data={}).status_code in {303, 400}
    assert stranger.enter(holder.password).status_code == 400
    # And both may be open in one browser.
    assert stranger.enter().status_code == 303
    assert stranger.press().status_code == 303
    assert (stranger.fetch().status_code, holder.fetch().status_code) == (200, 200)


def test_s4_160_a_session_planted_before_is_not_the_one_that_is_unlocked(
    holder: Holder, certificate: Issued, new_holder: MakeHolder
) -> None:
    holder.enter()
    planted = holder.client.get_cookie("madoguchi")
    assert planted is not None
    holder.enter()
    fresh = holder.client.get_cookie("madoguchi")
    assert fresh is not None
    assert fresh.value != planted.value
    thief = new_holder(certificate)
    thief.client.set_cookie("madoguchi", planted.value)
    assert ">ダウンロード</button>" not in thief.open().text
