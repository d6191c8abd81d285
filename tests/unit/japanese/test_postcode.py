"""S4-80: 郵便番号 of three and four digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.japanese.postcode import postcode, postcode_of
from tests.unit.japanese.outcome import outcome


def test_s4_80_two_groups_make_a_postcode() -> None:
    assert postcode("181", "8520") == "181-8520"
    assert postcode("１８１", "８５２０") == "181-8520"


@pytest.mark.parametrize("typed", ["1818520", "181-8520", "〒181-8520", "〒１８１－８５２０", " 〒 181 8520 "])
def test_s4_80_one_text_makes_a_postcode(typed: str) -> None:
    assert postcode_of(typed) == "181-8520"


@pytest.mark.parametrize(
    "first, last, code, values",
    [
        ("18", "8520", "wrong_length", {"expected": 3}),
        ("181", "852", "wrong_length", {"expected": 4}),
        ("1818", "520", "wrong_length", {"expected": 3}),
        ("", "", "wrong_length", {"expected": 3}),
        ("18a", "8520", "not_digits", {"characters": "a"}),
    ],
)
def test_s4_80_a_wrong_group_is_refused(first: str, last: str, code: str, values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as refused:
        postcode(first, last)
    assert (refused.value.code, refused.value.values) == (code, values)


def test_s4_80_one_text_needs_seven_digits() -> None:
    with pytest.raises(InvalidInput) as refused:
        postcode_of("181-852")
    assert (refused.value.code, refused.value.values) == ("wrong_length", {"expected": 7})


@given(st.text())
def test_s4_80_any_text_is_refused_by_name_only(text: str) -> None:
    number, code = outcome(postcode_of, text)
    assert code in {None, "not_digits", "wrong_length"}
    assert number is None or len(number) == 8
