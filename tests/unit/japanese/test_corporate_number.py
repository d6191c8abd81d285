"""S4-87 and S4-101: 法人番号, and its making from the 会社法人等番号."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.japanese.corporate_number import corporate_number, from_company_number
from tests.unit.japanese.outcome import outcome

SAMPLE = "4011001040781"


@pytest.mark.parametrize("typed", [SAMPLE, "４０１１００１０４０７８１", "4-0110-0104-0781", " 4 0110 0104 0781 "])
def test_s4_87_the_sample_is_taken_however_typed(typed: str) -> None:
    assert corporate_number(typed) == SAMPLE


@pytest.mark.parametrize("typed", ["011001040781", "0110-01-040781", "０１１０－０１－０４０７８１"])
def test_s4_101_twelve_digits_become_the_sample(typed: str) -> None:
    assert from_company_number(typed) == SAMPLE


@pytest.mark.parametrize(
    "typed, code, values",
    [
        ("5011001040781", "wrong_check_digit", {}),
        ("4011001040782", "wrong_check_digit", {}),
        ("011001040781", "wrong_length", {"expected": 13}),
        ("", "wrong_length", {"expected": 13}),
        ("401100104078X", "not_digits", {"characters": "X"}),
    ],
)
def test_s4_87_a_wrong_number_is_refused_by_its_fault(typed: str, code: str, values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as refused:
        corporate_number(typed)
    assert (refused.value.code, refused.value.values) == (code, values)


def test_s4_101_thirteen_digits_are_no_company_number() -> None:
    with pytest.raises(InvalidInput) as refused:
        from_company_number(SAMPLE)
    assert (refused.value.code, refused.value.values) == ("wrong_length", {"expected": 12})


@given(st.text(alphabet="0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 8))
def test_s4_101_what_is_made_passes_and_one_wrong_digit_is_seen(company: str, place: int, step: int) -> None:
    """Weights 1 and 2 modulo 9 tell every single slip but 0 for 9, which are equal modulo 9."""
    number = from_company_number(company)
    assert corporate_number(number) == number
    digit = int(company[place])
    wrong = (digit + step) % 10
    if (digit - wrong) % 9:
        with pytest.raises(InvalidInput, match="wrong_check_digit"):
            corporate_number(number[0] + company[:place] + str(wrong) + company[place + 1 :])


@given(st.text())
def test_s4_87_any_text_is_refused_by_name_only(text: str) -> None:
    for rule in (corporate_number, from_company_number):
        number, code = outcome(rule, text)
        assert code in {None, "not_digits", "wrong_length", "wrong_check_digit"}
        assert number is None or len(number) == 13
