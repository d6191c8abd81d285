"""Applications whose papers never come: one reminder, then the end (design §4)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from domain.access import Role
from domain.settings.setting import Group
from services import lapsing, settings
from services.office import Office
from tests.factories.applicants import own_token
from tests.factories.applications import Crew, arrive, arrived, confirmed
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
