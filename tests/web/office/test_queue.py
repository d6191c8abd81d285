"""The list of applications (S4-140)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from adapters.db.models import Application
from domain.access import Role
from domain.certificates.application import WORK, ApplicationState
from domain.certificates.due import StepRule
from domain.certificates.numbering import check_character, grouped
from queries import application_queue
from queries.application_queue import QueueRow, Wanted
from services import arrivals, review
from services.arrivals import ArrivedPaper
from tests.factories import applications
from tests.factories.rows import many
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


def listed(desks: Desks, wanted: Wanted, order: str, **more: Any) -> application_queue.Queue:
    return application_queue.queue(desks.office, wanted, oldest_first=order == "oldest", rule=StepRule(days=5), **more)


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(states=WORK), Wanted(programme="gid"), Wanted(text="たろう")])
@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_pages_show_everything_once(desks: Desks, order: str, wanted: Wanted) -> None:
    """Keyset pages: forward to the end and back again, also where many changed in the same second."""
    made = {
        applications.arrived(desks.office, desks.crew) if wanted.states else applications.confirmed(desks.office)
        for _ in range(3)
    }
    whole = listed(desks, wanted, order).page.rows
    seen: list[QueueRow] = []
    pages: list[list[str]] = []
    place = None
    while True:
        page = listed(desks, wanted, order, place=place, size=2).page
        pages.append([row.code for row in page.rows])
        seen += page.rows
        if page.following is None:
            break
        place = page.following
    assert seen == list(whole)
    assert made <= {row.code for row in seen}
    for expected in reversed(pages[:-1]):
        page = listed(desks, wanted, order, place=page.previous, size=2).page
        assert [row.code for row in page.rows] == expected
    assert page.previous is None


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_what_waits_is_read_in_its_own_order_and_never_sorted(desks: Desks, order: str) -> None:
    """However much waits, a page reads no more than its lines."""
    said: list[str] = []

    @event.listens_for(desks.office.database.reading, "checkout")
    def listen(connection: Any, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(said.append)

    listed(desks, Wanted(states=WORK), order)
    event.remove(desks.office.database.reading, "checkout", listen)
    asked = [question for question in said if "papers_here" in question]
    with desks.office.database.look() as records:
        plans = [[row.detail for row in records.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}")] for each in asked]
    assert plans
    for plan in plans:
        assert plan[0] == "SCAN application USING INDEX ix_application_work"
        assert not any("TEMP B-TREE" in step for step in plan)


def test_the_list_of_one_service_holds_its_own_applications_and_counts_them(desks: Desks) -> None:
    """Issue 5: by state and by programme, and both together."""
    moved = desks.codes["arrived"]
    with desks.office.database.write() as session:
        session.execute(update(Application).where(Application.code == moved).values(programme="other"))
    for wanted, codes in (
        (Wanted(programme="other"), {moved}),
        (Wanted(programme="gid"), set(desks.codes.values()) - {moved}),
        (Wanted(programme="other", states=(ApplicationState.ARRIVED,)), {moved}),
        (Wanted(programme="gid", states=(ApplicationState.ARRIVED,)), set()),
        (Wanted(programme="other", text="見本"), {moved}),
        (Wanted(programme="gid", text="見本"), set()),
    ):
        found = listed(desks, wanted, "oldest")
        assert ({row.code for row in found.page.rows}, found.count) == (codes, len(codes)), wanted


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


@pytest.mark.parametrize("typed", ["髙橋", "高橋", "タカハシ", "セコム 高橋", "高橋　せこむ"])
def test_words_in_any_order_and_old_forms_of_letters_are_found(desks: Desks, typed: str) -> None:
    code = applications.confirmed(desks.office, surname="高橋", surname_kana="たかはし")
    shown = words(desks.clerk(Role.REVIEWER).client.get(QUEUE, query_string={"text": typed, "state": "all"}))
    assert grouped(code) in shown
    assert "1件" in shown


def test_a_number_of_the_post_or_of_the_contract_is_found(desks: Desks) -> None:
    clerk = desks.clerk(Role.DISPATCHER)
    for typed in ("123-45-67890-1", "123-45"):
        shown = words(clerk.client.get(QUEUE, query_string={"text": typed, "state": "all"}))
        assert grouped(desks.codes["dispatched"]) in shown, typed


def test_ones_own_work_has_a_list(desks: Desks) -> None:
    """Who took it up; another reviewer may take it over, and that stands in the record."""
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    mine = words(clerk.get(f"{QUEUE}?state=all&whose=mine"))
    assert grouped(code) in mine
    assert "担当 reviewer" in mine
    assert grouped(desks.codes["arrived"]) not in mine
    other = applications.hire(desks.office).reviewer
    review.take_over(desks.office, other, code)
    assert grouped(code) not in words(clerk.get(f"{QUEUE}?state=all&whose=mine"))
    shown = words(clerk.open(code))
    assert "審査の担当を引き受けました" in shown
    assert "審査の担当は担当 reviewerです。 担当を引き受ける" in shown
    answer = clerk.on(code, "take-over")
    assert "この申し込みの審査を引き受けました。" in words(answer)
    assert grouped(code) in words(clerk.get(f"{QUEUE}?state=all&whose=mine"))


def test_what_is_due_or_old_has_a_list(desks: Desks) -> None:
    """Five open days from Friday 20 November: 23 is a holiday, so the last is Monday 30."""
    code = grouped(desks.codes["arrived"])
    for days, late, due, old in ((0, False, False, False), (10, False, True, True), (11, True, True, True)):
        desks.clock.now = desks.clock.now.replace(month=11, day=20) + timedelta(days=days)
        clerk = desks.clerk(Role.REVIEWER)
        for age, expected in (("late", late), ("due", due), ("7", old)):
            shown = words(clerk.get(f"{QUEUE}?age={age}"))
            assert (code in shown) is expected, (days, age)
    desks.clock.advance(timedelta(minutes=1))
    clerk = desks.clerk(Role.REVIEWER)
    assert "期日を過ぎています 11月30日" in words(clerk.get(QUEUE))
    assert grouped(desks.codes["printed"]) not in words(clerk.get(f"{QUEUE}?state=printed&age=late"))


def test_counts_and_ages_are_drawn_with_their_table(desks: Desks) -> None:
    many(desks.office, desks.codes["arrived"], 1_200, state=ApplicationState.ARRIVED, days=30)
    clerk = desks.clerk(Role.REVIEWER)
    page = clerk.get(QUEUE)
    assert "書類到着 1,201件 うち7日以上 920件" in words(page)
    assert page.text.count('class="ages__bar"') == 7
    assert "書類到着 121 160 280 640 1,201" in words(page)
    assert "1,000件以上" in words(clerk.get(f"{QUEUE}?state=arrived&age=3"))
    assert "状態ごとの件数" not in words(clerk.get(f"{QUEUE}?state=arrived"))


def test_a_scanner_types_into_the_field_that_has_the_focus(desks: Desks) -> None:
    """S4-140: the code of the QR code and Enter, without touching anything."""
    page = desks.clerk(Role.RECEPTION).get(QUEUE).text
    field = page.split('id="filter-text"')[1].split(">")[0]
    assert "autofocus" in field
    assert 'name="text"' in field


def test_a_word_that_means_too_many_says_that_only_the_newest_were_searched(desks: Desks) -> None:
    many(desks.office, desks.codes["arrived"], 1_200)
    shown = words(desks.clerk(Role.REVIEWER).client.get(QUEUE, query_string={"text": "株式会社", "state": "all"}))
    assert "新しい申し込みの中だけを探しました" in shown


TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+')


def test_the_list_that_is_filled_in_is_the_list_that_would_be_set(desks: Desks) -> None:
    """S4-140: set once for all who see the same, with the name and the counts of each."""
    names = set()
    for role in (Role.REVIEWER, Role.ISSUER):
        clerk = desks.clerk(role)
        plain = TOKEN.sub("", clerk.get(f"{QUEUE}?plain=1").text)
        assert [TOKEN.sub("", clerk.get(QUEUE).text) for _again in range(2)] == [plain, plain]
        names |= set(re.findall(r'class="rail__own"[^>]*>([^<]+)', plain))
    assert len(names) == 2
