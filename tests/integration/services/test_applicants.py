"""What applicants do on their own page: withdraw, print again, change the e-mail (S4-12, S4-188, S4-208)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from adapters.db.models import (
    ApplicantLink,
    Application,
    AuditNote,
    Comparison,
    Deficiency,
    Document,
    EmailChange,
    OutgoingMail,
    SubmittedPaper,
)
from domain.certificates.progress import Milestone, Standing
from domain.errors import RuleViolation
from queries import applicant_page, application_record
from services import applicants, applications, audit, erasure, issuance, review
from services.office import Office
from tests.factories.applicants import mailed, own_token
from tests.factories.applications import (
    Crew,
    accepted,
    arrive,
    arrived,
    confirmed,
    dispatched,
    found_good,
    reviewing,
)
from tests.factories.coupons import made_coupon, uses
from tests.factories.offices import VISITOR, FixedClock
from tests.factories.records import acts, all_of, application, mails, newest_mail, state
from tests.integration.services.refusals import expect_refusal

NEW = "new.address@example.jp"


def everything_kept(office: Office) -> str:
    """Every text of every table, but the audit chain's own and what the programme says."""
    with office.database.read() as session:
        tables = (Application, Comparison, Deficiency, SubmittedPaper, Document, OutgoingMail, AuditNote, EmailChange)
        return "\n".join(
            str([getattr(row, column.key) for column in table.__table__.columns])
            for table in tables
            for row in session.query(table)
        )


def deficient(office: Office, crew: Crew) -> str:
    code = reviewing(office, crew)
    review.report_deficiency(office, crew.reviewer, code, text="セコム太郎様の住民票が古いため")
    return code


def test_the_link_is_mailed_when_the_form_is_printed(office: Office) -> None:
    code = confirmed(office)
    assert [mail.kind for mail in all_of(office, OutgoingMail)] == ["application_printed"]
    mail = newest_mail(office, code)
    assert "[[status_url]]" in mail.body, "the office reads its mails without the applicant's link"
    link = mailed(office, code, "application_printed", "status_url")
    assert link.startswith("https://office.example.jp/services/gid/applications/")
    assert applicant_page.standing(office, own_token(office, code)).code == code
    (kept,) = all_of(office, ApplicantLink)
    assert own_token(office, code) not in kept.token_hash


def test_a_link_nobody_mailed_opens_nothing(office: Office) -> None:
    confirmed(office)
    with expect_refusal("no_such_own_page"):
        applicant_page.standing(office, "made up")


def test_the_page_shows_steps_with_their_days_and_nothing_secret_s4_12(
    office: Office, clock: FixedClock, crew: Crew
) -> None:
    code = confirmed(office)
    token = own_token(office, code)
    clock.advance(timedelta(days=3))
    arrive(office, crew, code)
    clock.advance(timedelta(days=1))
    review.start(office, crew.reviewer, code)
    found_good(office, crew, code)
    review.accept(office, crew.reviewer, code)
    found = applicant_page.standing(office, token)
    by_name = {step.milestone: step for step in found.steps}
    assert by_name[Milestone.REVIEWED].at == clock()
    assert by_name[Milestone.ARRIVED].at == clock() - timedelta(days=1)
    assert by_name[Milestone.ISSUED].standing is Standing.NOW
    assert found.email == "g***@example.jp"
    shown = repr(found).replace(repr(found.programme), "")
    for secret in ("セコム 太郎", "三鷹市下連雀8-10-15", "gid-support@example.jp", "1989", "0570"):
        assert secret not in shown


def test_what_is_missing_is_named_s4_134(office: Office, crew: Crew) -> None:
    code = confirmed(office)
    assert len(applicant_page.standing(office, own_token(office, code)).missing) == 7
    arrive(office, crew, code)
    assert applicant_page.standing(office, own_token(office, code)).missing == ()


def test_a_deficiency_is_told_in_its_words_s4_142(office: Office, crew: Crew) -> None:
    code = deficient(office, crew)
    found = applicant_page.standing(office, own_token(office, code))
    assert found.deficiency == "セコム太郎様の住民票が古いため"
    assert (found.may_reprint, found.may_withdraw, found.may_change_email) == (True, True, True)


def test_once_issued_nothing_can_be_undone_there_s4_188(office: Office, crew: Crew) -> None:
    code = dispatched(office, crew)
    found = applicant_page.standing(office, own_token(office, code))
    assert (found.may_reprint, found.may_withdraw, found.may_change_email, found.missing) == (False, False, False, ())
    with expect_refusal("not_possible_now"):
        applicants.withdraw(office, VISITOR, own_token(office, code))
    with expect_refusal("reprint_over"):
        applicants.reprint(office, own_token(office, code))
    with expect_refusal("not_possible_now"):
        applicants.ask_email_change(office, VISITOR, own_token(office, code), email=NEW, again=NEW)


def test_of_what_was_erased_nothing_is_printed_again(office: Office) -> None:
    code = confirmed(office)
    token = own_token(office, code)
    applicants.withdraw(office, VISITOR, token)
    with expect_refusal("application_erased"):
        applicants.reprint(office, token)


def test_the_reprint_is_what_was_printed(office: Office) -> None:
    code = confirmed(office)
    assert applicants.reprint(office, own_token(office, code)) == (code, applications.printed_document(office, code))


@pytest.mark.parametrize("make", [arrived, reviewing, lambda office, _crew: confirmed(office), deficient])
def test_a_withdrawal_ends_it_and_erases_who_it_was(office: Office, crew: Crew, make: object) -> None:
    code = make(office, crew)  # type: ignore[operator]  # because pytest hands the functions of the table as objects
    token = own_token(office, code)
    applicants.withdraw(office, VISITOR, token)
    assert state(office, code) == "withdrawn"
    assert mails(office, code)[-1] == "application_withdrawn"
    assert newest_mail(office, code).recipient == "gid-support@example.jp"
    with office.database.write() as session:
        session.query(OutgoingMail).update({"state": "sent"})
    erasure.erase_mails(office)
    kept = everything_kept(office)
    for personal in ("セコム", "せこむ", "gid-support", "三鷹市", "4011001040781", "住民票が古い"):
        assert personal not in kept
    with expect_refusal("no_such_document"):
        applications.printed_document(office, code)
    assert application_record.record(office, code).sections == ()
    found = applicant_page.standing(office, token)
    assert (found.state, found.email, found.deficiency) == ("withdrawn", "", "")
    with office.database.read() as session:
        assert audit.verify(session)[1] is None, "the chain of acts stays whole"


def test_a_mail_of_an_erased_application_goes_out_before_it_is_emptied(office: Office) -> None:
    code = confirmed(office)
    applicants.withdraw(office, VISITOR, own_token(office, code))
    assert erasure.erase_mails(office) == 0, "both still wait"
    with office.database.write() as session:
        session.query(OutgoingMail).filter_by(kind="application_printed").update({"state": "dead"})
        session.query(OutgoingMail).filter_by(kind="application_withdrawn").update({"state": "sent"})
    assert erasure.erase_mails(office) == 2
    (left,) = all_of(office, OutgoingMail)
    assert (left.kind, left.recipient, left.body) == ("application_withdrawn", "", "")
    assert erasure.erase_mails(office) == 0


def test_a_second_press_changes_nothing(office: Office) -> None:
    code = confirmed(office)
    token = own_token(office, code)
    applicants.withdraw(office, VISITOR, token)
    before = acts(office, code)
    applicants.withdraw(office, VISITOR, token)
    assert acts(office, code) == before == ["confirm", "withdraw", "erase_personal_data"]


def test_a_withdrawn_application_gives_its_coupon_back_s4_73(office: Office) -> None:
    made_coupon(office, most_uses=1)
    code = confirmed(office, coupon_use="yes", coupon_code="TCCI-2026")
    applicants.withdraw(office, VISITOR, own_token(office, code))
    assert uses(office) == {"TCCI-2026": 0}
    assert application(office, code).fee_discount == 3_000


@pytest.mark.parametrize("attempt", range(6))
def test_withdrawal_and_arrival_at_the_same_moment_are_one_after_the_other(
    office: Office, crew: Crew, attempt: int
) -> None:
    code = confirmed(office)
    token = own_token(office, code)
    both = Barrier(2, timeout=30)

    def together(act: str) -> str:
        both.wait()
        try:
            arrive(office, crew, code) if act == "arrive" else applicants.withdraw(office, VISITOR, token)
        except RuleViolation as refusal:
            return refusal.code
        return "done"

    order = ["arrive", "withdraw"] if attempt % 2 else ["withdraw", "arrive"]
    with ThreadPoolExecutor(2) as hands:
        said = dict(zip(order, hands.map(together, order), strict=True))
    assert said["withdraw"] == "done", "an arrival does not take the right away"
    assert state(office, code) == "withdrawn"
    happened = acts(office, code)
    if said["arrive"] == "done":
        assert happened == ["confirm", "register_arrival", "withdraw", "erase_personal_data"]
    else:
        assert said["arrive"] == "not_possible_now"
        assert happened == ["confirm", "withdraw", "erase_personal_data"]
        assert all(paper.arrived_on is None for paper in all_of(office, SubmittedPaper))


def test_a_new_address_counts_once_its_owner_opened_the_mail(office: Office, clock: FixedClock) -> None:
    code = confirmed(office)
    token = own_token(office, code)
    applicants.ask_email_change(office, VISITOR, token, email=" ｎew.address@example.jp ", again=NEW)
    assert application(office, code).email == "gid-support@example.jp"
    assert newest_mail(office, code).recipient == NEW
    key = mailed(office, code, "email_confirmation", "confirm_url").rsplit("/", 1)[1]
    assert applicants.new_address(office, token, key) == NEW
    clock.advance(timedelta(hours=47, minutes=59))
    fresh = applicants.confirm_email_change(office, VISITOR, token, key)
    made = application(office, code)
    assert (made.email, made.answers["email"]) == (NEW, NEW)
    to = {mail.kind: mail.recipient for mail in all_of(office, OutgoingMail)}
    assert (to["email_changed"], to["status_link"]) == ("gid-support@example.jp", NEW)
    assert fresh == own_token(office, code, "status_link")
    with expect_refusal("no_such_own_page"):
        applicant_page.standing(office, token)
    with expect_refusal("no_such_email_change"):
        applicants.confirm_email_change(office, VISITOR, fresh, key)
    assert acts(office, code) == ["confirm", "ask_email_change", "change_email"]


def test_a_link_for_a_new_address_works_for_48_hours(office: Office, clock: FixedClock) -> None:
    code = confirmed(office)
    token = own_token(office, code)
    applicants.ask_email_change(office, VISITOR, token, email=NEW, again=NEW)
    key = mailed(office, code, "email_confirmation", "confirm_url").rsplit("/", 1)[1]
    clock.advance(timedelta(hours=48))
    with expect_refusal("email_change_over"):
        applicants.confirm_email_change(office, VISITOR, token, key)
    assert application(office, code).email == "gid-support@example.jp"


def test_an_address_in_the_certificate_stays_s4_188(office: Office) -> None:
    code = confirmed(office, email_in_certificate="yes")
    found = applicant_page.standing(office, own_token(office, code))
    assert (found.may_change_email, found.email_in_certificate) == (False, True)
    with expect_refusal("email_in_certificate"):
        applicants.ask_email_change(office, VISITOR, own_token(office, code), email=NEW, again=NEW)


def test_an_address_asked_for_before_the_issue_is_not_taken_after_it(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    token = own_token(office, code)
    applicants.ask_email_change(office, VISITOR, token, email=NEW, again=NEW)
    key = mailed(office, code, "email_confirmation", "confirm_url").rsplit("/", 1)[1]
    issuance.issue(office, crew.issuer, code)
    with expect_refusal("not_possible_now"):
        applicants.confirm_email_change(office, VISITOR, token, key)


@pytest.mark.parametrize(
    "email,again,code,field",
    [
        ("", NEW, "required", "email"),
        (NEW, "", "required", "email_again"),
        ("nonsense", NEW, "not_email_address", "email"),
        (NEW, "other@example.jp", "emails_differ", "email_again"),
        ("gid-support@example.jp", "gid-support@example.jp", "email_unchanged", "email"),
    ],
)
def test_a_slip_is_refused_at_its_field(office: Office, email: str, again: str, code: str, field: str) -> None:
    made = confirmed(office)
    with expect_refusal(code, field):
        applicants.ask_email_change(office, VISITOR, own_token(office, made), email=email, again=again)


def test_nobody_floods_strangers_with_our_mails(office: Office) -> None:
    token = own_token(office, confirmed(office))
    for number in range(5):
        address = f"stranger{number}@example.jp"
        applicants.ask_email_change(office, VISITOR, token, email=address, again=address)
    with expect_refusal("too_many_email_changes"):
        applicants.ask_email_change(office, VISITOR, token, email=NEW, again=NEW)
