"""How long steps take, in the words of the figures' page."""

from __future__ import annotations

from datetime import timedelta

from domain.certificates.turnaround import ACTS, Step, turnaround

DAY = timedelta(days=1)


def test_the_middle_of_the_times_is_told_and_one_that_took_a_year_does_not_move_it() -> None:
    found = turnaround(Step.REVIEWED, [DAY, 3 * DAY, 365 * DAY])
    assert (found.count, found.middle) == (3, 3 * DAY)


def test_nothing_is_said_of_none_and_no_tenth_of_fewer_than_ten() -> None:
    assert turnaround(Step.ISSUED, []).middle is None
    assert turnaround(Step.ISSUED, [DAY] * 9).slow is None


def test_nine_of_ten_were_quicker() -> None:
    found = turnaround(Step.DISPATCHED, [number * DAY for number in range(1, 20)])
    assert found.middle == 10 * DAY
    assert found.slow == 18 * DAY


def test_each_step_begins_with_the_end_of_the_one_before() -> None:
    steps = list(ACTS.values())
    assert list(ACTS) == list(Step)
    assert [begin for begin, _end in steps[1:]] == [end for _begin, end in steps[:-1]]
