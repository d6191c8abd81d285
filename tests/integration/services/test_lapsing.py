"""Applications whose papers never come: one reminder, then the end (design §4)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from adapters.db.models import Application
from domain.access import Role
from domain.certificates.application import WORK, ApplicationState
from domain.certificates.due import StepRule
from domain.japanese.local_time import day_in_japan, start_of_day
from domain.settings.setting import Group
from queries.application_queue import Wanted, queue
from services import lapsing, review, settings
from services.office import Office
from tests.factories.applicants import own_token
from tests.factories.applications import Crew, arrive, arrived, confirmed, reviewing
from tests.factories.offices import FixedClock, make_staff
from tests.factories.records import acts, application, mails, newest_mail, state
from tests.integration.services.refusals import expect_refusal

PRINTED = datetime(2026, 9, 1, 3, tzinfo=UTC)
"""Noon in Japan."""


def at_midnight(days: int) -> datetime:
    """The first moment in Japan of so many days after 1 September."""
    return datetime(2026, 8, 31, 15, tzinfo=UTC) + timedelta(days=days)


def test_one_reminder_on_the_thirtieth_day(office: Office, clock: FixedClock) -> None:
    clock.now = PRINTED
    code = confirmed(office)
    clock.now = at_midnight(30) - timedelta(seconds=1)
    assert lapsing.remind_due(office) == 0
    clock.now = at_midnight(30)
    assert lapsing.remind_due(office) == 1
    assert lapsing.remind_due(office) == 0
    assert mails(office, code) == ["papers_reminder"]
    assert "2026年11月30日(月)" in newest_mail(office, code).body
    assert own_token(office, code, "papers_reminder") != own_token(office, code), "a link of its own, both open"


def test_over_when_what_came_by_the_ninetieth_day_has_been_registered(office: Office, clock: FixedClock) -> None:
    clock.now = PRINTED
    code = confirmed(office)
    clock.now = at_midnight(105) - timedelta(seconds=1)
    assert lapsing.lapse_due(office) == 0
    clock.now = at_midnight(105)
    assert lapsing.lapse_due(office) == 1
    assert state(office, code) == "lapsed"
    assert acts(office, code)[-2:] == ["lapse", "erase_personal_data"]
    made = application(office, code)
    assert (made.name, made.email, made.answers) == (
        "(消去済み)",
        "",
        {"validity_years": "2", "coupon_use": "no", "fee_receipt": "no", "membership": "non_member", "proxy": "",
         "purpose": "signature"},
    )  # fmt: skip
    assert made.erased_at == clock()
    assert newest_mail(office, code).kind == "application_lapsed"
    assert newest_mail(office, code).recipient == "gid-support@example.jp"
    assert "セコム 太郎 様" in newest_mail(office, code).body
    assert lapsing.lapse_due(office) == 0


def test_papers_that_came_stop_both(office: Office, clock: FixedClock, crew: Crew) -> None:
    clock.now = PRINTED
    code = arrived(office, crew)
    clock.now = at_midnight(100)
    assert (lapsing.remind_due(office), lapsing.lapse_due(office)) == (0, 0)
    assert state(office, code) == "arrived"


def test_a_lapsed_one_is_no_longer_reminded_of(office: Office, clock: FixedClock) -> None:
    """After a long stop of the machine the end comes without a reminder of a day that is over."""
    clock.now = PRINTED
    code = confirmed(office)
    clock.now = at_midnight(120)
    assert (lapsing.remind_due(office), lapsing.lapse_due(office)) == (0, 1)
    assert mails(office, code) == ["application_lapsed"]


def test_papers_that_come_after_the_end_are_refused(office: Office, clock: FixedClock, crew: Crew) -> None:
    clock.now = PRINTED
    code = confirmed(office)
    clock.now = at_midnight(105)
    lapsing.lapse_due(office)
    with expect_refusal("not_possible_now"):
        arrive(office, crew, code)


@pytest.mark.parametrize("reminder,lapse", [(7, 14), (60, 365)])
def test_the_office_sets_both_figures(office: Office, clock: FixedClock, reminder: int, lapse: int) -> None:
    editor, _ = make_staff(office, Role.ADMINISTRATOR)
    typed = {"application_reminder_days": str(reminder), "application_lapse_days": str(lapse)}
    settings.change(office, editor, Group.RETENTION, typed)
    clock.now = PRINTED
    confirmed(office)
    clock.now = at_midnight(reminder) - timedelta(seconds=1)
    assert lapsing.remind_due(office) == 0
    clock.now = at_midnight(reminder)
    assert lapsing.remind_due(office) == 1
    clock.now = at_midnight(lapse + 15) - timedelta(seconds=1)
    assert lapsing.lapse_due(office) == 0
    clock.now = at_midnight(lapse + 15)
    assert lapsing.lapse_due(office) == 1


def test_two_processes_at_once_end_it_once(office: Office, clock: FixedClock) -> None:
    clock.now = PRINTED
    code = confirmed(office)
    clock.now = at_midnight(105)
    with ThreadPoolExecutor(2) as hands:
        counts = sorted(hands.map(lambda _: lapsing.lapse_due(office), "ab"))
    assert counts == [0, 1]
    assert acts(office, code) == ["confirm", "lapse", "erase_personal_data"]


def test_papers_that_arrive_between_the_look_and_the_act_stay(office: Office, clock: FixedClock, crew: Crew) -> None:
    """The second is looked at again when its turn comes."""
    clock.now = PRINTED
    first, second = confirmed(office), confirmed(office)
    clock.now = at_midnight(105)
    seen: list[str] = []

    def after_the_first(_session: object) -> None:
        if not seen:
            seen.append(second)
            arrive(office, crew, second, days_ago=15)

    event.listen(Session, "after_commit", after_the_first)
    try:
        assert lapsing.lapse_due(office) == 1
    finally:
        event.remove(Session, "after_commit", after_the_first)
    assert (state(office, first), state(office, second)) == ("lapsed", "arrived")


def test_papers_that_arrived_on_the_last_day_are_registered_later(
    office: Office, clock: FixedClock, crew: Crew
) -> None:
    """The day of arrival counts, not the day on which somebody opened the envelope (S4-140)."""
    clock.now = PRINTED
    in_time, late = confirmed(office), confirmed(office)
    clock.now = at_midnight(104)
    assert lapsing.lapse_due(office) == 0
    arrive(office, crew, in_time, days_ago=14)
    assert state(office, in_time) == "arrived"
    with expect_refusal("arrived_after_last_day", "arrived_on"):
        arrive(office, crew, late, days_ago=13)
    with expect_refusal("arrived_before_printing", "arrived_on"):
        arrive(office, crew, late, days_ago=105)
    assert state(office, late) == "printed"


FATES = {
    "printed": ["papers_reminder", "application_lapsed"],
    "arrived": [],
    "reviewing": [],
    "deficient": ["deficiency_reminder", "application_lapsed"],
    "accepted": [],
    "issued": [],
    "dispatched": [],
    "completed": [],
    "rejected": [],
    "withdrawn": [],
    "lapsed": [],
}
"""What a quarter of a year without anybody does to an application of each state: the mails, and the end with them."""


def test_only_what_waits_for_the_applicant_ends_by_itself_and_the_rest_is_called_late(
    office: Office, clock: FixedClock
) -> None:
    clock.now = PRINTED
    codes = {each: confirmed(office) for each in ApplicationState}
    with office.database.write() as session:
        for each, code in codes.items():
            session.execute(update(Application).where(Application.code == code).values(state=each))
    for days in range(0, 106):
        clock.now = at_midnight(days)
        lapsing.remind_due(office)
        lapsing.lapse_due(office)
    assert {each.value: mails(office, code) for each, code in codes.items()} == FATES
    ended = {each.value for each in ApplicationState if FATES[each] or each == "lapsed"}
    assert {each.value for each, code in codes.items() if state(office, code) == "lapsed"} == ended
    late = start_of_day(StepRule(days=3).late_if_since(day_in_japan(clock())) + timedelta(days=1))
    shown = queue(office, Wanted(states=WORK, before=late), oldest_first=True, rule=StepRule(days=3)).page.rows
    assert {row.state for row in shown} == {"arrived", "reviewing", "accepted", "issued"}


def told(office: Office, crew: Crew) -> str:
    """Of a deficiency, on 1 September."""
    code = reviewing(office, crew)
    review.report_deficiency(office, crew.reviewer, code, text="住民票の発行日が古いため")
    return code


def test_the_letter_names_the_day_one_reminder_names_it_again_and_then_it_ends_s4_142(
    office: Office, clock: FixedClock, crew: Crew
) -> None:
    clock.now = PRINTED
    code = told(office, crew)
    assert "2026年11月30日(月)" in newest_mail(office, code).body
    clock.now = at_midnight(30) - timedelta(seconds=1)
    assert lapsing.remind_due(office) == 0
    clock.now = at_midnight(30)
    assert [lapsing.remind_due(office) for _ in range(2)] == [1, 0]
    assert "2026年11月30日(月)" in newest_mail(office, code).body
    assert "住民票の発行日が古いため" in newest_mail(office, code).body
    own_token(office, code, "deficiency_reminder")
    clock.now = at_midnight(105) - timedelta(seconds=1)
    assert lapsing.lapse_due(office) == 0
    clock.now = at_midnight(105)
    assert [lapsing.lapse_due(office) for _ in range(2)] == [1, 0]
    assert (application(office, code).name, application(office, code).email) == ("(消去済み)", "")
    assert "期限までに正しい書類が届きません" in newest_mail(office, code).body.replace("\n", "")
    assert acts(office, code)[-2:] == ["lapse", "erase_personal_data"]


def test_nobody_ends_unreminded_and_a_late_reminder_leaves_the_time_between_both(
    office: Office, clock: FixedClock, crew: Crew
) -> None:
    """After a long stop of the machine, or of letters that an earlier version wrote, which named no day."""
    clock.now = PRINTED
    code = told(office, crew)
    clock.now = at_midnight(200)
    assert (lapsing.lapse_due(office), lapsing.remind_due(office)) == (0, 1)
    assert "2027年5月19日(水)" in newest_mail(office, code).body, "60 days, as between 30 and 90"
    clock.now = at_midnight(274)
    assert lapsing.lapse_due(office) == 0
    clock.now = at_midnight(275)
    assert lapsing.lapse_due(office) == 1


def test_corrected_papers_stop_it_and_a_second_letter_begins_anew(
    office: Office, clock: FixedClock, crew: Crew
) -> None:
    clock.now = PRINTED
    code = told(office, crew)
    clock.now = at_midnight(100)
    lapsing.remind_due(office)
    arrive(office, crew, code)
    clock.now = at_midnight(180)
    assert (lapsing.remind_due(office), lapsing.lapse_due(office), state(office, code)) == (0, 0, "reviewing")
    review.report_deficiency(office, crew.reviewer, code, text="割印がありません。")
    clock.now = at_midnight(209)
    assert lapsing.remind_due(office) == 0
    clock.now = at_midnight(210)
    assert lapsing.remind_due(office) == 1
    assert mails(office, code).count("deficiency_reminder") == 2
