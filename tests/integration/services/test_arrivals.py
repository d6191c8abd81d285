"""Papers come by post (S4-33, S4-137…S4-140)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.db.models import Deficiency
from domain.certificates.papers import PaperVerdict
from domain.japanese.local_time import day_in_japan
from queries import shared_papers
from queries.application_record import record
from services import applications, arrivals, review
from services.arrivals import ArrivedPaper
from services.office import Office
from services.review import PaperFinding
from tests.factories.applications import Crew, accepted, arrived, confirmed, draft, found_good, reviewing
from tests.factories.offices import VISITOR, FixedClock
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
    register(office, crew, code, version=now, transfer_slip=ArrivedPaper(is_copy=True))
    assert application(office, code).version == now + 1


def test_after_acceptance_no_paper_is_taken_any_more(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    with expect_refusal("not_possible_now"):
        register(office, crew, code, registry=ArrivedPaper(issued_on=date(2026, 1, 1)))
    assert papers(office, code)["registry"].verdict == "ok"


def test_an_unknown_code_is_not_found(office: Office, crew: Crew) -> None:
    with expect_refusal("no_such_application"):
        register(office, crew, "ABCDEFGHJKLM", application_form=ArrivedPaper())


def sharing(office: Office, crew: Crew, **changes: str) -> tuple[str, int]:
    """An application of the same organisation whose registry paper is here, and the row of that sheet."""
    code = arrived(office, crew, **changes)
    return code, papers(office, code)["registry"].id


def test_one_registry_paper_serves_several_applications_s4_40_s4_41(office: Office, crew: Crew) -> None:
    first, sheet = sharing(office, crew)
    code = confirmed(office, surname="見本", surname_kana="みほん")
    (offer,) = shared_papers.offers(office, code)["registry"]
    assert (offer.id, offer.code, offer.name) == (sheet, first, "セコム 太郎")
    register(office, crew, code, registry=ArrivedPaper(shared_from=sheet), application_form=ArrivedPaper())
    row = papers(office, code)["registry"]
    assert (row.arrived_on, row.issued_on, row.shared_from, row.verdict) == (
        TODAY,
        TODAY - timedelta(days=10),
        sheet,
        "arrived",
    )
    assert [paper.shared_code for paper in record(office, code).papers if paper.key == "registry"] == [first]
    third = confirmed(office)
    assert [one.id for one in shared_papers.offers(office, third)["registry"]] == [sheet], "where it lies, only"


def test_a_shared_sheet_must_be_fresh_for_each_of_them_s4_33_s4_40(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    _, sheet = sharing(office, crew)
    clock.advance(timedelta(days=83))
    code = confirmed(office)
    register(office, crew, code, on=TODAY + timedelta(days=83), registry=ArrivedPaper(shared_from=sheet))
    assert papers(office, code)["registry"].verdict == "too_old"


def test_no_sheet_of_another_organisation_kind_or_nobody_is_shared_s4_40(office: Office, crew: Crew) -> None:
    other, sheet = sharing(office, crew, corporate_number_typed="7000012050002")
    own = papers(office, sharing(office, crew)[0])["residence_record"].id
    code = confirmed(office)
    for kind, row in (("registry", sheet), ("registry", own), ("registry", 10**9), ("residence_record", own)):
        with expect_refusal("not_the_same_organisation", f"{kind}_from"):
            came = {kind: ArrivedPaper(shared_from=row)}
            arrivals.register_arrival(office, crew.reception, code, arrived_on=TODAY, papers=came)
    assert other not in {one.code for one in shared_papers.offers(office, code)["registry"]}
    assert shared_papers.offers(office, alone(office)) == {}


def alone(office: Office) -> str:
    """An application of a person without organisation: no paper of it is shared."""
    made = replace(draft(), profile="basic")
    return applications.confirm(office, VISITOR, made, request_key=office.randomness.token())


def test_an_envelope_that_is_scanned_twice_changes_nothing_and_says_so(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    found_good(office, crew, code)
    same = ArrivedPaper(issued_on=TODAY - timedelta(days=10))
    with expect_refusal("arrival_registered_already"):
        register(office, crew, code, residence_record=same)
    newer = ArrivedPaper(issued_on=TODAY - timedelta(days=2))
    register(office, crew, code, residence_record=same, personal_seal=newer)
    now = papers(office, code)
    assert (now["residence_record"].verdict, now["personal_seal"].verdict) == ("ok", "arrived")


def test_what_was_found_wrong_may_come_again_on_the_same_day(office: Office, crew: Crew) -> None:
    """A form without its seal, sealed at the counter."""
    code = reviewing(office, crew)
    found = {"application_form": PaperFinding(verdict=PaperVerdict.MISMATCH, note="割印がない")}
    version = application(office, code).version
    review.compare(office, crew.reviewer, code, version=version, items={}, papers=found)
    register(office, crew, code, application_form=ArrivedPaper())
    assert papers(office, code)["application_form"].verdict == "arrived"
