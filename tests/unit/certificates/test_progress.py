"""How far an application has come, for the applicant (S4-12, S4-208)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.certificates.application import ApplicationState
from domain.certificates.lapse import last_day, over_if_printed_before, reminded_if_printed_before
from domain.certificates.progress import REACHED, Milestone, Standing, steps

DAY = datetime(2026, 11, 20, tzinfo=UTC)
ALL = {each: DAY + timedelta(days=place) for place, each in enumerate(Milestone)}


@pytest.mark.parametrize("state", REACHED)
def test_every_step_is_behind_now_or_ahead_s4_12(state: ApplicationState) -> None:
    found = steps(state, ALL)
    standings = [step.standing for step in found]
    assert standings == [
        *[Standing.DONE] * REACHED[state],
        *[Standing.NOW] * (REACHED[state] < 6),
        *[Standing.AHEAD] * (5 - REACHED[state]),
    ]
    assert [step.at is not None for step in found] == [standing is Standing.DONE for standing in standings]


def test_an_acceptance_that_was_taken_back_has_no_day() -> None:
    assert steps(ApplicationState.REVIEWING, ALL)[2].at is None


@pytest.mark.parametrize("state", [ApplicationState.REJECTED, ApplicationState.WITHDRAWN, ApplicationState.LAPSED])
def test_what_ended_early_says_what_will_never_be(state: ApplicationState) -> None:
    found = steps(state, {Milestone.PRINTED: DAY, Milestone.ARRIVED: DAY})
    assert [step.standing for step in found] == [*[Standing.DONE] * 2, *[Standing.NEVER] * 4]


def test_the_last_day_counts_in_full() -> None:
    """Printed on 1 September, 90 days: 30 November is in time, on 1 December it is over."""
    printed = date(2026, 9, 1)
    assert last_day(printed, 90) == date(2026, 11, 30)
    assert not printed < over_if_printed_before(date(2026, 11, 30), 90)
    assert printed < over_if_printed_before(date(2026, 12, 1), 90)


def test_the_reminder_comes_on_its_day() -> None:
    printed = date(2026, 9, 1)
    assert not printed < reminded_if_printed_before(date(2026, 9, 30), 30)
    assert printed < reminded_if_printed_before(date(2026, 10, 1), 30)
