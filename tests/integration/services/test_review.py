"""The reviewer's work (S4-139…S4-144)."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.db.models import Comparison, Deficiency
from domain.certificates.papers import PaperVerdict
from services import applications, arrivals, review
from services.arrivals import ArrivedPaper
from services.office import Office
from services.review import Finding, PaperFinding
from tests.factories.applications import Crew, accepted, arrived, confirmed, found_good, reviewing
from tests.factories.records import acts, all_of, application, mails, newest_mail, papers, state
from tests.integration.services.refusals import expect_refusal
from tests.integration.services.test_arrivals import TODAY

ROWS = (
    *("former_name", "name", "address", "birth_date"),
    *("corporate_number", "organisation", "representative", "organisation_address"),
)
PAPERS = (
    *("application_form", "employment_certificate", "residence_record", "personal_seal"),
    *("transfer_slip", "registry", "organisation_seal"),
)


def compare(
    office: Office,
    crew: Crew,
    code: str,
    items: dict[str, Finding] | None = None,
    papers: dict[str, PaperFinding] | None = None,
    version: int | None = None,
) -> None:
    review.compare(
        office,
        crew.reviewer,
        code,
        version=application(office, code).version if version is None else version,
        items=items or {},
        papers=papers or {},
    )


def test_rows_to_compare_are_the_ones_of_the_requirement_s4_141(office: Office) -> None:
    profile = office.programmes.get("gid").profile("employee")
    assert tuple(proof.item for proof in profile.compared) == ROWS
    assert tuple(paper.key for paper in profile.papers if paper.when is None) == PAPERS


def test_findings_are_kept_row_by_row_and_can_be_changed_s4_141(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    compare(office, crew, code, {"name": Finding(matches=False, note="字体が違う"), "address": Finding(matches=True)})
    compare(office, crew, code, {"name": Finding(matches=True, note="")})
    kept = {row.item: (row.matches, row.note, row.staff_id) for row in all_of(office, Comparison)}
    assert kept == {
        "name": (True, "", crew.reviewer.staff_id),
        "address": (True, "", crew.reviewer.staff_id),
    }
    assert acts(office, code)[-2:] == ["compare", "compare"]


def test_findings_on_papers_are_kept_with_their_note(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    compare(office, crew, code, papers={"registry": PaperFinding(verdict=PaperVerdict.MISMATCH, note="社名が違う")})
    registry = papers(office, code)["registry"]
    assert (registry.verdict, registry.note, registry.staff_id) == ("mismatch", "社名が違う", crew.reviewer.staff_id)
    assert papers(office, code)["personal_seal"].verdict == "arrived"


def test_the_second_reviewer_does_not_overwrite_the_first(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    seen = application(office, code).version
    compare(office, crew, code, {"name": Finding(matches=False)}, version=seen)
    with expect_refusal("changed_meanwhile"):
        compare(office, crew, code, {"name": Finding(matches=True)}, version=seen)
    assert [row.matches for row in all_of(office, Comparison)] == [False]


@pytest.mark.parametrize("step", [confirmed, arrived, accepted])
def test_findings_belong_to_the_review(office: Office, crew: Crew, step: object) -> None:
    code = confirmed(office) if step is confirmed else step(office, crew)  # type: ignore[operator]  # because of pytest
    with expect_refusal("not_possible_now"):
        compare(office, crew, code, {"name": Finding(matches=True)})


def test_only_rows_of_the_profile_are_compared(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    with expect_refusal("not_a_choice", "reading"):
        compare(office, crew, code, {"name": Finding(matches=True), "reading": Finding(matches=True)})
    assert all_of(office, Comparison) == []


def test_without_a_former_name_there_is_none_to_compare_s4_99(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    with expect_refusal("not_a_choice", "former_name"):
        compare(office, crew, code, {"former_name": Finding(matches=True)})


def test_a_paper_that_never_came_is_not_good(office: Office, crew: Crew) -> None:
    code = confirmed(office)
    arrivals.register_arrival(
        office, crew.reception, code, arrived_on=TODAY, papers={"application_form": ArrivedPaper()}
    )
    review.start(office, crew.reviewer, code)
    with expect_refusal("paper_not_arrived", "registry"):
        compare(office, crew, code, papers={"registry": PaperFinding(verdict=PaperVerdict.OK)})
    compare(office, crew, code, papers={"registry": PaperFinding(verdict=PaperVerdict.AWAITED, note="電話した")})
    assert papers(office, code)["registry"].note == "電話した"


@pytest.mark.parametrize("row", ROWS)
def test_no_acceptance_while_a_row_is_not_found_good_s4_141_s4_144(office: Office, crew: Crew, row: str) -> None:
    code = reviewing(office, crew, former_name_in_certificate="yes", former_surname="見本")
    found_good(office, crew, code)
    compare(office, crew, code, {row: Finding(matches=False)})
    with expect_refusal("review_unfinished"):
        review.accept(office, crew.reviewer, code)
    assert state(office, code) == "reviewing"
    assert mails(office, code) == ["papers_arrived"]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("verdict", [v for v in PaperVerdict if v is not PaperVerdict.OK])
def test_no_acceptance_while_a_paper_is_not_found_good_s4_47(
    office: Office, crew: Crew, paper: str, verdict: PaperVerdict
) -> None:
    code = reviewing(office, crew)
    found_good(office, crew, code)
    compare(office, crew, code, papers={paper: PaperFinding(verdict=verdict)})
    with expect_refusal("review_unfinished"):
        review.accept(office, crew.reviewer, code)


def test_nothing_compared_is_nothing_accepted(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    with expect_refusal("review_unfinished"):
        review.accept(office, crew.reviewer, code)


def test_acceptance_is_told_and_keeps_who_s4_119_s4_139_s4_144(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    made = application(office, code)
    assert (made.state, made.accepted_by) == ("accepted", crew.reviewer.staff_id)
    assert mails(office, code) == ["papers_arrived", "review_complete"]


def test_accepting_twice_is_refused(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    with expect_refusal("not_possible_now"):
        review.accept(office, crew.reviewer, code)
    assert mails(office, code).count("review_complete") == 1


def test_a_deficiency_is_written_down_and_told_s4_142(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    review.report_deficiency(office, crew.reviewer, code, text="割印がありません。")
    (found,) = all_of(office, Deficiency)
    assert (found.text, found.staff_id, found.mended_at) == ("割印がありません。", crew.reviewer.staff_id, None)
    assert state(office, code) == "deficient"
    assert "割印がありません。" in newest_mail(office, code).body


def test_a_rejection_is_reasoned_told_and_final_s4_143(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    review.reject(office, crew.reviewer, code, reason="ご本人の意思を確認できませんでした。")
    assert application(office, code).rejection_reason == "ご本人の意思を確認できませんでした。"
    assert mails(office, code)[-1] == "rejected"
    for act in (review.start, review.accept):
        with expect_refusal("not_possible_now"):
            act(office, crew.reviewer, code)


def test_decisions_from_an_older_page_are_refused(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    old = application(office, code).version
    found_good(office, crew, code)
    with expect_refusal("changed_meanwhile"):
        review.accept(office, crew.reviewer, code, version=old)
    with expect_refusal("changed_meanwhile"):
        review.reject(office, crew.reviewer, code, version=old, reason="x")
    with expect_refusal("changed_meanwhile"):
        review.report_deficiency(office, crew.reviewer, code, version=old, text="x")
    assert state(office, code) == "reviewing"


def test_what_was_sent_back_must_be_accepted_again(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    review.return_to_review(office, crew.issuer, code, reason="社名に誤記")
    made = application(office, code)
    assert (made.state, made.accepted_by) == ("reviewing", None)
    review.accept(office, crew.reviewer, code)
    assert application(office, code).accepted_by == crew.reviewer.staff_id


def test_the_printed_paper_stays_as_it_was(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    before = applications.printed_document(office, code)
    found_good(office, crew, code)
    assert applications.printed_document(office, code) == before


def test_a_paper_that_is_too_old_cannot_be_waved_through_s4_33(office: Office, crew: Crew) -> None:
    """Only a date that was checked in wrongly can be mended, by checking the paper in again."""
    code = reviewing(office, crew)
    old, good = ArrivedPaper(issued_on=date(2026, 8, 19)), ArrivedPaper(issued_on=date(2026, 8, 20))
    arrivals.register_arrival(office, crew.reception, code, arrived_on=TODAY, papers={"registry": old})
    with expect_refusal("paper_too_old", "registry"):
        compare(office, crew, code, papers={"registry": PaperFinding(verdict=PaperVerdict.OK)})
    arrivals.register_arrival(office, crew.reception, code, arrived_on=TODAY, papers={"registry": good})
    compare(office, crew, code, papers={"registry": PaperFinding(verdict=PaperVerdict.OK)})
    assert papers(office, code)["registry"].verdict == "ok"
