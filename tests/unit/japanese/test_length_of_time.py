"""A length of time reads alike on screens, in mails and on papers."""

from __future__ import annotations

import pytest

from domain.japanese.length_of_time import length_of_time


@pytest.mark.parametrize(
    "minutes,words", [(60, "1時間"), (120, "2時間"), (90, "90分"), (30, "30分"), (61, "61分"), (0, "0分"), (1, "1分")]
)
def test_lengths_of_time_are_said_as_people_do(minutes: int, words: str) -> None:
    assert length_of_time(minutes) == words


def test_a_screen_may_say_it_in_another_language() -> None:
    english = {
        "%(count)s時間": "%(count)s hours",
        "%(count)s分": "%(count)s minutes",
        "1時間": "an hour",
        "1分": "a minute",
    }
    said = [length_of_time(minutes, english.__getitem__) for minutes in (120, 90, 60, 1)]
    assert said == ["2 hours", "90 minutes", "an hour", "a minute"]
