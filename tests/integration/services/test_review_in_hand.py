"""Who has an application in hand, who else has it open, what reviewers put into the certificate (S4-106, S4-140)."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from domain.certificates.papers import PaperVerdict
from services import presence, review, substitutions
from services.office import Office
from services.review import Finding, PaperFinding
from tests.factories.applications import Crew, accepted, arrived, hire, reviewing
from tests.factories.records import acts, application
from tests.integration.services.refusals import expect_refusal
from tests.integration.services.test_review import compare


def test_it_is_taken_over_only_while_a_reviewer_has_it(office: Office, crew: Crew) -> None:
    other = hire(office).reviewer
    for code in (arrived(office, crew), accepted(office, crew)):
        with expect_refusal("not_possible_now"):
            review.take_over(office, other, code)
    code = reviewing(office, crew)
    review.take_over(office, crew.reviewer, code)
    assert "take_over" not in acts(office, code)
    review.take_over(office, other, code)
    assert application(office, code).taken_by == other.staff_id
    with office.database.write() as session:
        # As of before there was anybody on record.
        session.execute(text("UPDATE application SET taken_by = NULL"))
    review.take_over(office, other, code)
    assert acts(office, code)[-2:] == ["take_over", "take_over"]


def test_a_page_is_shown_though_nothing_can_be_written(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    with office.database.write() as session:
        session.execute(text("ALTER TABLE looking_in RENAME TO elsewhere"))
    assert presence.look_in(office, crew.reviewer, code) == ()


def test_a_substitute_belongs_to_the_review_and_to_the_version_that_was_seen(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    old = application(office, code).version - 1
    with expect_refusal("changed_meanwhile"):
        substitutions.substitute(office, crew.reviewer, code, version=old, typed={"name_kanji": "x"}, reason="字体")
    made = accepted(office, crew)
    now = application(office, made).version
    with expect_refusal("not_possible_now"):
        substitutions.substitute(office, crew.reviewer, made, version=now, typed={"name_kanji": "x"}, reason="字体")


@pytest.mark.parametrize("amount,refusal", [(None, "required"), (15_399, "amount_differs")])
def test_a_slip_is_good_only_with_the_fee_s4_141(office: Office, crew: Crew, amount: int | None, refusal: str) -> None:
    code = reviewing(office, crew)
    with expect_refusal(refusal, "amount_transfer_slip"):
        compare(office, crew, code, papers={"transfer_slip": PaperFinding(verdict=PaperVerdict.OK, amount=amount)})


def test_a_paper_that_says_otherwise_needs_a_reason_to_be_good(office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    with expect_refusal("reason_needed", "note_name"):
        compare(office, crew, code, {"name": Finding(matches=True, paper_text="髙橋")})
    compare(office, crew, code, {"name": Finding(matches=True, paper_text="髙橋", note="訂正印あり")})
