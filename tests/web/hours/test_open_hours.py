"""Counters outside their hours answer with a page that says when they open (S1-95…S1-97, S3-51)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from blueprints.shared.open_hours import COUNTERS, counter_of
from domain.access import Role
from domain.japanese.local_time import JST
from domain.service_hours import Counter
from domain.settings import Group
from services import settings
from services.office import Office
from tests.factories.offices import FixedClock, make_config, make_office, make_staff
from tests.fakes.printer import QuickPrinter

TYPES, CONSENT = "/services/gid/apply/types", "/services/gid/apply/consent"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path, QuickPrinter())
    yield made
    made.database.close()


@pytest.fixture
def browser(office: Office, tmp_path: Path) -> FlaskClient:
    return create_app(make_config(tmp_path, public_url="http://localhost"), office=office).test_client()


def set_clock(office: Office, text: str) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.now = datetime.fromisoformat(text).replace(tzinfo=JST)


def set_hours(office: Office, group: Group, **typed: str) -> None:
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    settings.change(office, administrator, group, typed)


def test_s3_51_bonds_are_shut_at_night_and_say_when_they_open(office: Office, browser: FlaskClient) -> None:
    set_clock(office, "2026-11-21T00:00:00")  # a Saturday, before two more days off
    answer = browser.get("/verify")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == str((3 * 24 + 6) * 3600)
    assert "ただいま受付時間外です" in answer.text
    assert '<span class="nowrap">6:00～24:00</span>です(土曜・日曜、祝日、年末年始などの休業日を除く)' in answer.text
    assert "2026年11月24日(火) 6:00から、ご利用いただけます。" in answer.text
    set_clock(office, "2026-11-24T05:59:59.5")
    assert browser.get("/verify").headers["Retry-After"] == "1"
    set_clock(office, "2026-11-24T06:00:00")
    assert browser.get("/verify").status_code == 200
    set_clock(office, "2026-11-24T23:59:59.999999")
    assert browser.get("/verify").status_code == 200


def test_s1_96_the_page_comes_before_any_log_in_and_for_every_method(office: Office, browser: FlaskClient) -> None:
    set_hours(office, Group.HOURS, hours_apply="7:00-22:00")
    set_clock(office, "2026-11-20T22:00:00")
    for answer in (browser.get(TYPES), browser.post(CONSENT)):
        assert answer.status_code == 503
        assert '毎日<span class="nowrap">7:00～22:00</span>です' in answer.text


@pytest.mark.parametrize("path", ["/", "/services/gid/", "/office/login", "/authority/", "/healthz"])
def test_home_office_and_authority_always_answer(office: Office, browser: FlaskClient, path: str) -> None:
    set_hours(office, Group.MAINTENANCE, maintenance_begins="2026-11-20 11:00", maintenance_notice="更新作業のため")
    assert browser.get(path).status_code == 200


def test_s1_97_maintenance_is_announced_before_and_said_while_it_lasts(office: Office, browser: FlaskClient) -> None:
    set_hours(
        office,
        Group.MAINTENANCE,
        maintenance_begins="2026-11-20 22:00",
        maintenance_ends="2026-11-21 03:00",
        maintenance_notice="11月20日22時から更新作業を行います。<b>",
    )
    assert "更新作業を行います。&lt;b&gt;" in browser.get("/").text
    assert browser.get("/services/gid/").status_code == 200
    set_clock(office, "2026-11-21T00:30:00")
    answer = browser.get(TYPES)
    assert answer.status_code == 503
    assert "メンテナンス中です" in answer.text
    assert "2026年11月21日(土) 3:00から" in answer.text
    set_clock(office, "2026-11-21T03:00:00")
    assert browser.get(TYPES).status_code != 503
    assert "更新作業" not in browser.get("/").text


def test_maintenance_without_an_end_promises_no_time(office: Office, browser: FlaskClient) -> None:
    set_hours(office, Group.MAINTENANCE, maintenance_begins="2026-11-20 11:00")
    answer = browser.get(TYPES)
    assert answer.status_code == 503
    assert "Retry-After" not in answer.headers
    assert "再開の日時が決まりしだい" in answer.text


def test_every_counter_with_hours_has_its_place_and_the_longest_name_holds() -> None:
    assert set(COUNTERS.values()) == set(Counter)
    assert counter_of("bonds.orderer_log_in") is Counter.ORDERER
    assert counter_of("bonds.gate") is Counter.BONDS
    assert counter_of("office.desk") is None
