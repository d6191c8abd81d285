"""Coupons: made and ended by the office, used by applications (S4-73, S4-133)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from adapters.db.models import Application, AuditEvent
from domain.access import Role, public
from domain.certificates.coupons import Coupon
from domain.certificates.printed import ApplicationFormPaper, Paper, PrintSet
from domain.errors import InvalidInput
from domain.japanese.local_time import day_in_japan
from queries import applicant, application_record
from queries import coupons as kept
from services import applications, coupons
from services.office import Office
from tests.factories.applications import SAMPLE, Crew, confirmed, draft
from tests.factories.coupons import made_coupon, uses
from tests.factories.offices import VISITOR, FixedClock, make_staff
from tests.factories.records import all_of, application
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal

WITH_COUPON = {"coupon_use": "yes", "coupon_code": "tcci-2026"}


def problems(office: Office, **changes: str) -> list[tuple[str, str | None]]:
    gid = office.programmes.get("gid")
    typed = SAMPLE | WITH_COUPON | changes
    judged = applications.judge_form(office, gid, gid.profile("employee"), gid.series[0], typed)
    return [(problem.code, problem.field) for problem in judged.problems]


def test_the_price_after_the_coupon_stands_on_record_pages_and_paper_s4_133(
    office: Office, printer: QuickPrinter
) -> None:
    made_coupon(office)
    code = confirmed(office, **WITH_COUPON)
    made = application(office, code)
    assert (made.fee_discount, uses(office)) == (3_000, {"TCCI-2026": 1})
    assert applicant.summary(office, code).fee.to_pay == 12_400
    record = application_record.record(office, code)
    assert record.fee.to_pay == 12_400
    assert "12,400円" in next(paper.look_for for paper in record.papers if paper.key == "transfer_slip")
    (paper,) = [p for p in printer.printed if isinstance(p, PrintSet)]
    form = paper.papers[0]
    assert isinstance(form, ApplicationFormPaper)
    assert [(line.label, line.value) for line in form.fees] == [
        ("ダウンロードシリーズ 2年間", "15,400円(税込)"),
        ("クーポン割引(TCCI-2026)", "-3,000円"),
        ("お支払い額", "12,400円(税込)"),
    ]


def test_without_a_coupon_nothing_is_taken_off(office: Office) -> None:
    made_coupon(office)
    made = application(office, confirmed(office))
    assert (made.fee_discount, made.coupon_id, uses(office)) == (0, None, {"TCCI-2026": 0})


def test_a_code_nobody_gave_out_is_refused_at_its_field_s4_73(office: Office) -> None:
    assert problems(office) == [("no_such_coupon", "coupon_code")]
    made_coupon(office)
    assert problems(office) == []


def test_a_coupon_is_looked_up_beside_other_problems(office: Office) -> None:
    assert problems(office, surname="") == [("required", "surname"), ("no_such_coupon", "coupon_code")]
    assert problems(office, validity_years="") == [("choose_one", "validity_years")]


def test_a_coupon_counts_until_the_end_of_its_last_day_s4_73(office: Office, clock: FixedClock) -> None:
    made_coupon(office)
    clock.advance(timedelta(days=30, hours=11, minutes=59))  # 23:59 in Japan
    assert problems(office) == []
    clock.advance(timedelta(minutes=1))
    assert problems(office) == [("coupon_over", "coupon_code")]


def test_the_last_use_is_the_last_s4_73(office: Office) -> None:
    made_coupon(office, most_uses=1)
    confirmed(office, **WITH_COUPON)
    assert problems(office) == [("coupon_used_up", "coupon_code")]
    with expect_refusal("coupon_used_up", "coupon_code"):
        confirmed(office, **WITH_COUPON)


class Rendezvous(QuickPrinter):
    """Two applicants wait for each other at the printer: both have seen that the coupon is open."""

    def __init__(self) -> None:
        super().__init__()
        self.both = Barrier(2, timeout=30)

    def render(self, paper: Paper) -> bytes:
        self.both.wait()
        return super().render(paper)


def test_of_two_who_take_the_last_use_at_once_one_gets_it_s4_73(office: Office) -> None:
    made_coupon(office, most_uses=1)
    busy = replace(office, renderer=Rendezvous())

    def press(key: str) -> str:
        try:
            return applications.confirm(busy, VISITOR, draft(**WITH_COUPON), request_key=key)
        except InvalidInput as problem:
            return problem.code

    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(press, ["one", "two"]))
    assert "coupon_used_up" in answers
    (made,) = all_of(office, Application)
    assert {made.code, "coupon_used_up"} == set(answers)
    assert uses(office) == {"TCCI-2026": 1}


def test_a_coupon_that_was_ended_is_refused_and_old_prices_stay(office: Office) -> None:
    number = made_coupon(office)
    code = confirmed(office, **WITH_COUPON)
    editor, _ = make_staff(office, Role.ADMINISTRATOR)
    coupons.end(office, editor, number)
    assert problems(office) == [("coupon_ended", "coupon_code")]
    assert application(office, code).fee_discount == 3_000
    with expect_refusal("coupon_ended_already"):
        coupons.end(office, editor, number)
    acts = [event.action for event in all_of(office, AuditEvent) if event.subject == f"coupon:{number}"]
    assert acts == ["make_coupon", "end_coupon"]


def test_two_coupons_never_share_a_code(office: Office) -> None:
    made_coupon(office)
    with expect_refusal("coupon_taken", "code"):
        made_coupon(office, "tcci-2026")


def test_a_coupon_that_is_not_there_is_not_found(office: Office) -> None:
    editor, _ = make_staff(office, Role.ADMINISTRATOR)
    with expect_refusal("no_such_coupon_here"):
        coupons.end(office, editor, 7)
    with expect_refusal("no_such_coupon_here"):
        kept.one(office, 7)


def test_only_the_administrator_keeps_coupons(office: Office, crew: Crew) -> None:
    today = day_in_japan(office.clock())
    coupon = Coupon(code="X", discount=1, first_day=today, last_day=today)
    for actor in (crew.reception, crew.reviewer, crew.issuer, crew.dispatcher):
        with expect_refusal("not_permitted"):
            coupons.make(office, actor, coupon)
        with expect_refusal("not_permitted"):
            coupons.end(office, actor, 1)


def test_a_coupon_that_is_given_back_can_be_used_again(office: Office) -> None:
    made_coupon(office, most_uses=1)
    made = application(office, confirmed(office, **WITH_COUPON))
    with office.database.write() as session:
        coupons.give_back(session, made.coupon_id)
        coupons.give_back(session, None)
    assert uses(office) == {"TCCI-2026": 0}
    assert problems(office) == []


@pytest.mark.parametrize("uses_left", [1, None])
def test_the_list_says_how_each_stands(office: Office, uses_left: int | None) -> None:
    made_coupon(office, "OLD", most_uses=uses_left)
    confirmed(office, coupon_use="yes", coupon_code="old")
    made_coupon(office, "NEW")
    rows = kept.listed(office, place=None).rows
    assert [(row.coupon.code, row.state, row.coupon.uses) for row in rows] == [
        ("NEW", "open", 0),
        ("OLD", "used_up" if uses_left else "open", 1),
    ]


def given(office: Office, code: str, address: str) -> int | str:
    """What a person at the counter gets for a code: the discount, or why not."""
    try:
        return coupons.discount(office, code, on=day_in_japan(office.clock()), actor=public(address))
    except InvalidInput as problem:
        return f"{problem.field}: {problem.code}"


def test_codes_cannot_be_guessed_s4_73(office: Office, clock: FixedClock) -> None:
    made_coupon(office, "TCCI-2026", discount=3000)
    for number in range(coupons.GUESSES):
        assert given(office, f"GUESS-{number}", "192.0.2.1") == "coupon_code: no_such_coupon"
    assert given(office, "TCCI-2026", "192.0.2.1") == "coupon_code: too_many_coupon_guesses", (
        "a hit among the guesses shows nothing"
    )
    assert given(office, "TCCI-2026", "192.0.2.2") == 3000, "nobody else is slowed down"
    clock.advance(coupons.WINDOW)
    assert given(office, "TCCI-2026", "192.0.2.1") == 3000


def test_the_same_slip_looked_up_again_and_again_is_one_guess_s4_73(office: Office) -> None:
    """A form with a wrong code is judged, priced and shown, and sent again."""
    made_coupon(office, "TCCI-2026", discount=3000)
    for _again in range(coupons.GUESSES + 1):
        assert given(office, "TCCI-2062", "192.0.2.1") == "coupon_code: no_such_coupon"
    assert given(office, "TCCI-2026", "192.0.2.1") == 3000


def test_the_form_says_that_guesses_are_not_looked_up_any_more_s4_73(office: Office) -> None:
    for number in range(coupons.GUESSES):
        given(office, f"GUESS-{number}", "192.0.2.1")
    gid = office.programmes.get("gid")
    judged = applications.judge_form(
        office, gid, gid.profile("employee"), gid.series[0], SAMPLE | WITH_COUPON, actor=public("192.0.2.1")
    )
    problem = judged.problems[-1]
    assert (problem.code, problem.field, problem.values) == ("too_many_coupon_guesses", "coupon_code", {"minutes": 15})
