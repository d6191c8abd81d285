"""The download counter behind its pages: what only simultaneous or forged requests bring about (S4-160…S4-174).

The pages themselves are walked in ``tests/web/download``.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.db.models import Download, KeyBundle
from adapters.passwords import Passwords
from domain.errors import RuleViolation
from services import downloads
from services.office import Office
from tests.factories.applications import Crew, accepted, issued, secrets_of
from tests.factories.offices import QUICK, VISITOR, FixedClock
from tests.factories.records import acts, all_of
from tests.integration.services.refusals import expect_refusal


class Holder:
    """What mail and parcel brought to one person."""

    def __init__(self, office: Office, code: str) -> None:
        given = secrets_of(office, code)
        self.code, self.token, self.password = code, given["token"], given["password"]
        self.wrong = "0" * 8 if self.password != "0" * 8 else "1" * 8


@pytest.fixture
def holder(office: Office, crew: Crew) -> Holder:
    return Holder(office, issued(office, crew))


def row(office: Office) -> Download:
    (found,) = all_of(office, Download)
    return found


def test_the_counter_shows_how_it_stands(office: Office, holder: Holder) -> None:
    counter = downloads.counter(office, holder.token)
    assert (counter.state, counter.deadline, counter.tries_left) == ("open", None, 10)
    assert counter.programme.slug == "gid"
    with expect_refusal("no_such_download"):
        downloads.counter(office, "another")


def test_a_full_width_password_is_taken_s4_163(office: Office, holder: Holder) -> None:
    typed = "".join(chr(ord(digit) + 0xFEE0) for digit in holder.password)
    downloads.enter_password(office, VISITOR, holder.token, typed)
    assert (row(office).wrong_tries, acts(office, holder.code)[-1]) == (0, "enter_download")


def test_ten_wrong_passwords_ever_lock_s4_164(office: Office, holder: Holder) -> None:
    for left in range(9, 0, -1):
        with pytest.raises(RuleViolation) as refused:
            downloads.enter_password(office, VISITOR, holder.token, holder.wrong)
        assert (refused.value.code, refused.value.values["tries_left"]) == ("wrong_password", left)
        downloads.enter_password(office, VISITOR, holder.token, holder.password)
    with expect_refusal("last_wrong_password", "password"):
        downloads.enter_password(office, VISITOR, holder.token, holder.wrong)
    for act in (downloads.counter, lambda o, t: downloads.enter_password(o, VISITOR, t, holder.password)):
        with expect_refusal("download_locked"):
            act(office, holder.token)


def test_thirty_guesses_at_once_get_no_more_than_ten(office: Office, holder: Holder) -> None:
    def guess(_number: int) -> str:
        try:
            downloads.enter_password(office, VISITOR, holder.token, holder.wrong)
        except RuleViolation as refused:
            return refused.code
        return "right"

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(guess, range(30)))
    assert answers.count("wrong_password") + answers.count("last_wrong_password") == 10
    assert answers.count("download_locked") == 20
    assert (row(office).state, row(office).wrong_tries) == ("locked", 10)


@pytest.mark.parametrize("pressed", [False, True])
def test_the_right_password_at_the_tenth_try_is_right(office: Office, holder: Holder, pressed: bool) -> None:
    if pressed:
        downloads.press(office, VISITOR, holder.token)
    for _ in range(9):
        with expect_refusal("wrong_password", "password"):
            downloads.enter_password(office, VISITOR, holder.token, holder.wrong)
    downloads.enter_password(office, VISITOR, holder.token, holder.password)
    assert (row(office).state, row(office).wrong_tries) == ("started" if pressed else "open", 9)


class Meddling(Passwords):
    """While a password is checked, the office sends a new URL."""

    def __init__(self, office: Office, crew: Crew, code: str) -> None:
        super().__init__(b"pepper of the tests".ljust(32), QUICK)
        self.office, self.crew, self.code = office, crew, code

    def matches(self, stored: str | None, password: str) -> bool:
        downloads.replace_url(self.office, self.crew.issuer, self.code)
        return super().matches(stored, password)


def test_a_try_given_back_after_a_new_url_gives_no_eleventh(office: Office, crew: Crew, holder: Holder) -> None:
    busy = replace(office, passwords=Meddling(office, crew, holder.code))
    downloads.enter_password(busy, VISITOR, holder.token, holder.password)
    assert row(office).wrong_tries == 0


def test_the_hour_begins_with_the_first_press_s4_166(office: Office, holder: Holder, clock: FixedClock) -> None:
    with expect_refusal("download_not_started"):
        downloads.fetch(office, VISITOR, holder.token, "standard")
    downloads.press(office, VISITOR, holder.token)
    begun = clock()
    clock.advance(timedelta(minutes=59))
    downloads.press(office, VISITOR, holder.token)
    assert row(office).deadline == begun + timedelta(hours=1)
    files = {downloads.fetch(office, VISITOR, holder.token, kind) for kind in downloads.FORMATS}
    assert len(files) == 2
    assert row(office).fetch_count == 2
    assert acts(office, holder.code).count("start_download") == 1
    clock.advance(timedelta(minutes=1))
    with expect_refusal("download_hour_over"):
        downloads.fetch(office, VISITOR, holder.token, "standard")


def test_only_the_two_formats_are_given(office: Office, holder: Holder) -> None:
    downloads.press(office, VISITOR, holder.token)
    for strange in ("pin", "password", "", "standard "):
        with expect_refusal("no_such_format"):
            downloads.fetch(office, VISITOR, holder.token, strange)


def test_thirty_days_end_it_even_where_no_worker_runs_s4_161(office: Office, holder: Holder, clock: FixedClock) -> None:
    downloads.press(office, VISITOR, holder.token)
    clock.now = row(office).closes_at
    with expect_refusal("download_hour_over"):
        downloads.counter(office, holder.token)


def test_what_is_over_is_destroyed_s4_174(office: Office, crew: Crew, holder: Holder, clock: FixedClock) -> None:
    other = Holder(office, issued(office, crew))
    downloads.press(office, VISITOR, holder.token)
    clock.advance(timedelta(hours=1))
    assert downloads.close_finished(office) == 1
    assert downloads.close_finished(office) == 0
    assert len(all_of(office, KeyBundle)) == 1
    assert downloads.counter(office, other.token).state == "open"
    with expect_refusal("download_days_over"):
        downloads.replace_url(office, crew.issuer, holder.code)
    clock.advance(timedelta(days=31))
    with expect_refusal("download_days_over"):
        downloads.replace_url(office, crew.issuer, other.code)


def test_a_bundle_destroyed_before_its_hour_is_gone(office: Office, crew: Crew, holder: Holder) -> None:
    downloads.press(office, VISITOR, holder.token)
    with office.database.write() as session:
        session.delete(session.get_one(KeyBundle, row(office).certificate_id))
    with expect_refusal("download_days_over"):
        downloads.fetch(office, VISITOR, holder.token, "standard")


@pytest.mark.parametrize("pressed", [False, True])
def test_a_new_url_unlocks_and_kills_the_old_one_s4_164(
    office: Office, crew: Crew, holder: Holder, pressed: bool
) -> None:
    if pressed:
        downloads.press(office, VISITOR, holder.token)
    for _ in range(10):
        with pytest.raises(RuleViolation):
            downloads.enter_password(office, VISITOR, holder.token, holder.wrong)
    downloads.replace_url(office, crew.issuer, holder.code)
    with expect_refusal("no_such_download"):
        downloads.counter(office, holder.token)
    new = Holder(office, holder.code) if not pressed else None
    assert (row(office).state, row(office).wrong_tries) == ("started" if pressed else "open", 0)
    if new is not None:
        assert new.token != holder.token
        assert new.password == holder.password, "the posted password stays"
        downloads.enter_password(office, VISITOR, new.token, holder.password)


def test_without_certificate_there_is_no_url_to_replace(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    with expect_refusal("no_certificate"):
        downloads.replace_url(office, crew.issuer, code)
