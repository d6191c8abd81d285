"""Ten reviewers at once, each at a connection of their own to the real server (issue 5, speed and faults).

One round here; sixty in ``script/soak``.
"""

from __future__ import annotations

import html
import os
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from typing import TypeVar
from urllib.parse import urlencode

import pytest

from adapters.db.models import Comparison
from app import create_app
from domain.access import Role
from services import web_sessions
from services.office import Office
from services.records import application_by_code
from tests.factories import applications
from tests.factories.offices import make_config, make_office, make_staff
from tests.factories.records import acts, all_of, mails, state
from tests.fakes.printer import QuickPrinter
from tests.ports import free_port
from tests.served import served

QUEUE = "/office/applications"
TEN = 10
Gave = TypeVar("Gave")
SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
ROUNDS = 60 if SOAK else 1
# Sixty rounds take their time where others work on the machine too.
pytestmark = pytest.mark.timeout(1800 if SOAK else 120)


@dataclass
class Reviewer:
    """Somebody with a session, at a browser without JavaScript."""

    port: int
    token: str
    name: str

    def ask(self, path: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and page."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": "localhost", "Cookie": f"madoguchi={self.token}"}
        if typed is None:
            line.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request("POST", path, urlencode(typed), headers)
        answer = line.getresponse()
        page = answer.read().decode()
        line.close()
        return answer.status, page

    def hidden(self, path: str) -> dict[str, str]:
        status, page = self.ask(path)
        assert status == 200, path
        found = {name: re.search(rf'name="{name}"[^>]* value="([^"]+)"', page) for name in ("csrf_token", "version")}
        return {name: html.unescape(match[1]) for name, match in found.items() if match}


@dataclass
class Ten:
    """The office and its ten reviewers."""

    office: Office
    crew: applications.Crew
    reviewers: list[Reviewer]

    def each(self, act: Callable[[Reviewer, int], Gave]) -> list[Gave]:
        """What each gave, all at work at the same time."""
        with ThreadPoolExecutor(TEN) as hands:
            return list(hands.map(act, self.reviewers, range(TEN)))


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ten]:
    folder = tmp_path_factory.mktemp("ten")
    office = make_office(folder, QuickPrinter(), public_url="http://localhost")
    app = create_app(make_config(folder, public_url="http://localhost"), office=office)
    port, reviewers = free_port(), []
    for number in range(TEN):
        name, token = f"審査 {number}", office.randomness.token()
        staff_id = make_staff(office, Role.REVIEWER, name=name)[0].staff_id
        kept = {"_user_id": str(staff_id), "_fresh": True, "confirmed_at": office.clock().isoformat()}
        web_sessions.save(office, token, kept, staff_id=staff_id)
        reviewers.append(Reviewer(port, token, name))
    with served(app, port):
        yield Ten(office, applications.hire(office), reviewers)
    office.database.close()


def test_each_works_on_an_own_application_and_nothing_is_lost(ten: Ten) -> None:
    codes = [applications.reviewing(ten.office, ten.crew) for _ in range(TEN)]

    def work(reviewer: Reviewer, number: int) -> list[int]:
        page, answers = f"{QUEUE}/{codes[number]}", []
        for turn in range(ROUNDS):
            typed = {"item_name": "yes", "item_address": "no", "note_address": f"{number}の{turn}"}
            answers += [
                reviewer.ask(f"{QUEUE}?state=all")[0],
                reviewer.ask(f"{page}/beside", {"csrf_token": reviewer.hidden(page)["csrf_token"]})[0],
                reviewer.ask(f"{page}/comparison", reviewer.hidden(page) | typed)[0],
            ]
        return answers

    assert ten.each(work) == [[200, 200, 303] * ROUNDS] * TEN
    saved = {row.note for row in all_of(ten.office, Comparison) if row.item == "address" and row.note}
    assert saved == {f"{number}の{ROUNDS - 1}" for number in range(TEN)}
    assert [acts(ten.office, code).count("compare") for code in codes] == [ROUNDS] * TEN


def save(page: str, gate: threading.Barrier, reviewer: Reviewer, number: int) -> tuple[int, str]:
    """Everybody has the page open before anybody saves."""
    typed = reviewer.hidden(page) | {"item_name": "yes", "note_name": f"審査{number}の所見"}
    gate.wait()
    return reviewer.ask(f"{page}/comparison", typed)


def test_of_ten_who_save_one_application_at_once_one_is_taken_and_nine_see_both_versions(ten: Ten) -> None:
    code = applications.reviewing(ten.office, ten.crew)
    page = f"{QUEUE}/{code}"

    for _round in range(ROUNDS):
        found = ten.each(partial(save, page, threading.Barrier(TEN)))
        assert sorted(status for status, _page in found) == [303, *[422] * (TEN - 1)]
        with ten.office.database.read() as session:
            saved = next(row.note for row in application_by_code(session, code).comparisons if row.item == "name")
        for number, (status, shown) in enumerate(found):
            if status == 422:
                assert saved in shown, "what is on record now"
                assert f"審査{number}の所見" in shown, "and what one typed oneself"


def decide(page: str, gate: threading.Barrier, reviewer: Reviewer, number: int) -> tuple[int, str]:
    """Every second one rejects."""
    act, typed = ("rejection", {"reason": "意思を確認できない"}) if number % 2 else ("comparison", {"then": "accept"})
    typed |= reviewer.hidden(f"{page}/rejection" if number % 2 else page)
    gate.wait()
    return reviewer.ask(f"{page}/{act}", typed)


def test_of_ten_who_decide_at_once_one_decides_and_the_others_read_who(ten: Ten) -> None:
    """Half of them would accept, half reject; one mail goes out."""
    for _round in range(ROUNDS):
        code = applications.reviewing(ten.office, ten.crew)
        applications.found_good(ten.office, ten.crew, code)
        page = f"{QUEUE}/{code}"
        found = ten.each(partial(decide, page, threading.Barrier(TEN)))
        ended = state(ten.office, code)
        assert ended in {"accepted", "rejected"}
        decided = {"accepted": "accept", "rejected": "reject"}[ended]
        assert [act for act in acts(ten.office, code) if act in {"accept", "reject"}] == [decided]
        told = [kind for kind in mails(ten.office, code) if kind in {"review_complete", "rejected"}]
        assert told == [{"accepted": "review_complete", "rejected": "rejected"}[ended]]
        assert {status for status, _page in found} <= {303, 422}
        assert all("最後の操作" in shown for status, shown in found if status == 422)
