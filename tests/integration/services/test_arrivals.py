"""Papers come by post (S4-33, S4-137…S4-140)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapters.db.models import Deficiency
from domain.japanese.local_time import day_in_japan
from services import arrivals, review
from services.arrivals import ArrivedPaper
from services.office import Office
from tests.factories.applications import Crew, accepted, arrived, confirmed, reviewing
from tests.factories.offices import FixedClock
from tests.factories.records import acts, all_of, application, mails, newest_mail, papers, state
from tests.integration.services.refusals import expect_refusal

TODAY = date(2026, 11, 20)


def register(
    office: Office, crew: Crew, code: str, on: date = TODAY, version: int | None = None, **came: ArrivedPaper
) -> None:
    arrivals.register_arrival(office, crew.reception, code, arrived_on=on, papers=came, version=version)


def test_arrival_is_recorded_with_its_date_and_told_s4_138_s4_140(office: Office, crew: Crew) -> None:
    code = confirmed(office)
    register(office, crew, code, application_form=ArrivedPaper(), transfer_slip=ArrivedPaper(is_copy=True))
    assert state(office, code) == "arrived"
    slip = papers(office, code)["transfer_slip"]
    assert (slip.arrived_on, slip.is_copy, slip.verdict, slip.staff_id) == (
        TODAY,
        True,
        "arrived",
        crew.reception.staff_id,
    )
    assert papers(office, code)["registry"].verdict == "awaited"
    assert mails(office, code) == ["papers_arrived"]
    body = newest_mail(office, code).body
    assert "・住民票" in body
    assert "・振込み控え" not in body


def test_a_full_parcel_leaves_nothing_awaited_s4_138(office: Office, crew: Crew) -> None:
    code = arrived(office, crew)
    assert "必要書類は、すべて届いております。" in newest_mail(office, code).body


@pytest.mark.parametrize(
    "issued_on,verdict",
    [(date(2026, 8, 20), "arrived"), (date(2026, 8, 19), "too_old"), (date(2026, 11, 20), "arrived")],
)
def test_three_months_are_judged_on_the_day_of_arrival_s4_33_s4_140(
    office: Office, crew: Crew, issued_on: date, verdict: str
) -> None:
    code = confirmed(office)
    register(office, crew, code, residence_record=ArrivedPaper(issued_on=issued_on))
    assert papers(office, code)["residence_record"].verdict == verdict


def test_the_day_it_came_counts_not_the_day_it_is_registered_s4_33(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    code = confirmed(office)
    clock.advance(timedelta(days=40))
    register(office, crew, code, on=TODAY, residence_record=ArrivedPaper(issued_on=date(2026, 8, 20)))
    assert papers(office, code)["residence_record"].verdict == "arrived"


def test_today_is_the_day_in_japan(office: Office, crew: Crew, clock: FixedClock) -> None:
    """15:00 UTC is midnight in Tokyo: the next day has begun there."""
    clock.advance(timedelta(hours=12))
    assert day_in_japan(clock()) == date(2026, 11, 21)
    register(office, crew, confirmed(office), on=date(2026, 11, 21), application_form=ArrivedPaper())
    with expect_refusal("day_in_future", "arrived_on"):
        register(office, crew, confirmed(office), on=date(2026, 11, 22), application_form=ArrivedPaper())


@pytest.mark.parametrize(
    "came,code,field",
    [
        ({}, "no_paper_named", None),
        ({"passport": ArrivedPaper()}, "not_a_choice", "passport"),
        ({"proxy_seal": ArrivedPaper(issued_on=TODAY)}, "not_a_choice", "proxy_seal"),
        ({"registry": ArrivedPaper()}, "required", "registry_issued_on"),
        (
            {"application_form": ArrivedPaper(), "registry": ArrivedPaper(issued_on=date(2026, 11, 21))},
            "issued_after_arrival",
            "registry_issued_on",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    office: Office, crew: Crew, came: dict[str, ArrivedPaper], code: str, field: str | None
) -> None:
    application_code = confirmed(office)
    with expect_refusal(code, field):
        arrivals.register_arrival(office, crew.reception, application_code, arrived_on=TODAY, papers=came)
    assert state(office, application_code) == "printed"
    assert {paper.verdict for paper in papers(office, application_code).values()} == {"awaited"}
    assert mails(office, application_code) == []


def test_papers_that_come_one_by_one_move_nothing_and_are_not_told_again(office: Office, crew: Crew) -> None:
    code = confirmed(office)
    register(office, crew, code, application_form=ArrivedPaper())
    first = application(office, code)
    register(office, crew, code, registry=ArrivedPaper(issued_on=TODAY))
    second = application(office, code)
    assert (second.state, second.version, second.arrived_at) == ("arrived", first.version + 1, first.arrived_at)
    assert acts(office, code) == ["confirm", "register_arrival", "register_more_papers"]
    assert mails(office, code) == ["papers_arrived"]
    review.start(office, crew.reviewer, code)
    register(office, crew, code, transfer_slip=ArrivedPaper())
    assert state(office, code) == "reviewing"


def test_corrected_papers_re_enter_review_s4_142(office: Office, crew: Crew, clock: FixedClock) -> None:
    code = reviewing(office, crew)
    review.report_deficiency(office, crew.reviewer, code, text="住民票に個人番号が記載されています。")
    assert all_of(office, Deficiency)[0].mended_at is None
    clock.advance(timedelta(hours=1))
    register(office, crew, code, residence_record=ArrivedPaper(issued_on=TODAY))
    assert state(office, code) == "reviewing"
    assert all_of(office, Deficiency)[0].mended_at == clock()
    assert mails(office, code) == ["papers_arrived", "deficiency"]


def test_a_page_that_shows_an_older_state_is_refused(office: Office, crew: Crew) -> None:
    code = arrived(office, crew)
    now = application(office, code).version
    with expect_refusal("changed_meanwhile"):
        register(office, crew, code, version=now - 1, transfer_slip=ArrivedPaper())
    register(office, crew, code, version=now, transfer_slip=ArrivedPaper())
    assert application(office, code).version == now + 1


def test_after_acceptance_no_paper_is_taken_any_more(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    with expect_refusal("not_possible_now"):
        register(office, crew, code, registry=ArrivedPaper(issued_on=date(2026, 1, 1)))
    assert papers(office, code)["registry"].verdict == "ok"


def test_an_unknown_code_is_not_found(office: Office, crew: Crew) -> None:
    with expect_refusal("no_such_application"):
        register(office, crew, "ABCDEFGHJKLM", application_form=ArrivedPaper())
