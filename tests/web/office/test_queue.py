"""The list of applications (S4-140)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.access import Role
from domain.certificates.numbering import check_character, grouped
from queries import application_queue
from queries.application_queue import QueueRow, Wanted
from services import arrivals
from services.arrivals import ArrivedPaper
from tests.factories import applications
from tests.web.office.conftest import QUEUE, Desks, words


def test_work_comes_first_and_oldest_first(desks: Desks) -> None:
    clerk = desks.clerk(Role.REVIEWER)
    desks.clock.advance(timedelta(days=2))
    clerk = desks.clerk(Role.ISSUER)
    page = clerk.get(QUEUE)
    shown = words(page)
    assert "4件 最も古いもの 2日前" in shown
    for state in ("arrived", "reviewing", "accepted", "issued"):
        assert grouped(desks.codes[state]) in shown
    for state in ("printed", "dispatched"):
        assert grouped(desks.codes[state]) not in shown


@pytest.mark.parametrize("typed", ["{code}", "{grouped}", "{lower}", "{wide}", " {grouped} "])
def test_a_whole_code_opens_its_application(desks: Desks, typed: str) -> None:
    """Typed, scanned, with hyphens, in small or full-width letters; whatever its state (S4-140)."""
    code = desks.codes["printed"]
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    text = typed.format(code=code, grouped=grouped(code), lower=code.lower(), wide=wide)
    answer = desks.clerk(Role.RECEPTION).client.get(QUEUE, query_string={"text": text})
    assert answer.status_code == 303
    assert answer.location == f"{QUEUE}/{code}"


def test_a_mistyped_code_says_so(desks: Desks) -> None:
    code = desks.codes["printed"]
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    answer = desks.clerk(Role.RECEPTION).client.get(QUEUE, query_string={"text": wrong, "state": "all"})
    assert answer.status_code == 200
    assert "この条件に合う申し込みはありません。" in words(answer)
    if any(letter.isdigit() for letter in wrong):
        assert "打ち間違いがあります" in words(answer)


def test_a_good_code_of_no_application_says_so(desks: Desks) -> None:
    body = "23456789ABC"
    answer = desks.clerk(Role.RECEPTION).client.get(QUEUE, query_string={"text": body + check_character(body)})
    assert "このコードの申し込みはありません。" in words(answer)


@pytest.mark.parametrize("typed", ["見本 太郎", "見本太郎", "みほん", "ミホンタロウ", "みほんたろう"])
def test_names_are_found_by_kanji_or_reading(desks: Desks, typed: str) -> None:
    answer = desks.clerk(Role.REVIEWER).client.get(QUEUE, query_string={"text": typed, "state": "all"})
    shown = words(answer)
    assert "1件" in shown
    assert grouped(desks.codes["arrived"]) in shown


def test_wild_cards_are_ordinary_letters(desks: Desks) -> None:
    for text in ("%", "_", "\\"):
        answer = desks.clerk(Role.REVIEWER).client.get(QUEUE, query_string={"text": text, "state": "all"})
        assert "この条件に合う申し込みはありません。" in words(answer), text
        desks.clock.advance(timedelta(seconds=30))


def test_organisation_address_and_part_of_a_code_are_found(desks: Desks) -> None:
    clerk = desks.clerk(Role.REVIEWER)
    for text in ("セコムトラスト", "gid-support@", desks.codes["issued"][:8]):
        answer = clerk.client.get(QUEUE, query_string={"text": text, "state": "all"})
        assert grouped(desks.codes["issued"]) in words(answer), text


def test_state_filter_and_empty_state(desks: Desks) -> None:
    clerk = desks.clerk(Role.REVIEWER)
    shown = words(clerk.get(f"{QUEUE}?state=accepted"))
    assert "1件" in shown
    assert grouped(desks.codes["accepted"]) in shown
    empty = words(clerk.get(f"{QUEUE}?state=rejected"))
    assert "0件" in empty
    assert "この条件に合う申し込みはありません。" in empty
    assert "すべての状態から探す" in empty


def test_papers_are_counted(desks: Desks) -> None:
    code = desks.codes["printed"]
    shown = words(desks.clerk(Role.REVIEWER).get(f"{QUEUE}?state=printed"))
    assert "0 / 7" in shown
    arrivals.register_arrival(
        desks.office,
        desks.crew.reception,
        code,
        arrived_on=desks.clock().date(),
        papers={"application_form": ArrivedPaper()},
    )
    desks.clock.advance(timedelta(seconds=30))
    shown = words(desks.clerk(Role.REVIEWER).get(f"{QUEUE}?state=arrived&order=newest"))
    assert "1 / 7" in shown
    assert "そろい" in shown


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_pages_show_everything_once(desks: Desks, order: str) -> None:
    """Keyset pages: forward to the end and back again, also where many changed in the same second."""
    made = {applications.confirmed(desks.office) for _ in range(3)}
    whole = application_queue.queue(desks.office, Wanted(), oldest_first=order == "oldest").page.rows
    seen: list[QueueRow] = []
    pages: list[list[str]] = []
    place = None
    while True:
        page = application_queue.queue(desks.office, Wanted(), oldest_first=order == "oldest", place=place, size=2).page
        pages.append([row.code for row in page.rows])
        seen += page.rows
        if page.following is None:
            break
        place = page.following
    assert seen == list(whole)
    assert made <= {row.code for row in seen}
    for expected in reversed(pages[:-1]):
        page = application_queue.queue(
            desks.office, Wanted(), oldest_first=order == "oldest", place=page.previous, size=2
        ).page
        assert [row.code for row in page.rows] == expected
    assert page.previous is None


@pytest.mark.parametrize("place", ["after~x~1", "after~2026-11-20~1", "before~~", "after~9~" + "9" * 30, "x"])
def test_a_forged_page_address_shows_the_first_page(desks: Desks, place: str) -> None:
    answer = desks.clerk(Role.REVIEWER).client.get(QUEUE, query_string={"state": "all", "page": place})
    assert answer.status_code == 200
    assert "6件" in words(answer)


def test_late_receipts_have_a_list(desks: Desks) -> None:
    """S4-178, S4-180: day 30 is still in time, day 31 is not."""
    code = grouped(desks.codes["dispatched"])
    desks.clock.advance(timedelta(days=30))
    assert code not in words(desks.clerk(Role.RECEPTION).get(f"{QUEUE}?state=overdue"))
    desks.clock.advance(timedelta(days=1))
    clerk = desks.clerk(Role.RECEPTION)
    assert code in words(clerk.get(f"{QUEUE}?state=overdue"))
    assert "受領書送付期限を過ぎた申し込み：1件" in words(clerk.get("/office/"))
