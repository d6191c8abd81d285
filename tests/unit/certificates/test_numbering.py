"""Codes that people copy by hand (S4-120, S4-151, design §5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.randomness import SystemRandomness
from domain.certificates.numbering import ALPHABET, check_character, grouped, new_code, new_pin, read_code
from domain.errors import InvalidInput

BODIES = st.text(st.sampled_from(ALPHABET), min_size=11, max_size=11)


def refusal(text: str) -> str:
    with pytest.raises(InvalidInput) as refused:
        read_code(text)
    return refused.value.code


@given(BODIES, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_every_single_slip_is_caught_s4_120(body: str, place: int, letter: str) -> None:
    code = body + check_character(body)
    slipped = code[:place] + letter + code[place + 1 :]
    assert slipped == code or refusal(slipped) == "mistyped_code"


def test_every_single_slip_of_one_code_is_caught() -> None:
    code = "ABCDEFGHJKL" + check_character("ABCDEFGHJKL")
    slips = [code[:i] + c + code[i + 1 :] for i in range(12) for c in ALPHABET if c != code[i]]
    assert len(slips) == 12 * 31
    assert {refusal(slip) for slip in slips} == {"mistyped_code"}


@given(BODIES, st.integers(0, 10))
def test_neighbours_swapped_are_caught_but_for_two_letters(body: str, place: int) -> None:
    code = body + check_character(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    pair = {code[place], code[place + 1]}
    # Luhn cannot tell the first letter of the alphabet from the last beside it.
    assert len(pair) == 1 or pair == {ALPHABET[0], ALPHABET[-1]} or refusal(swapped) == "mistyped_code"


@given(BODIES)
def test_a_code_is_read_as_people_type_it(body: str) -> None:
    code = body + check_character(body)
    for typed in (code, grouped(code), grouped(code).lower(), f" {code[:6]}\u3000{code[6:]}\n", _full_width(code)):
        assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "ABCD-EFGH-JKL", "ABCD-EFGH-JKLM-2", "ABCD-EFGH-JKL0", "ABCDEFGHJKLI", "あ" * 12]
)
def test_what_cannot_be_a_code_is_told_apart_from_a_slip(typed: str) -> None:
    assert refusal(typed) == "not_a_code"


def test_a_new_code_reads_back_s4_120_s4_151() -> None:
    codes = {new_code(SystemRandomness().letters) for _ in range(500)}
    assert len(codes) == 500
    assert all(read_code(code) == code for code in codes)


def test_a_pin_has_eighty_bits_in_unambiguous_letters() -> None:
    """A leaked key file can be guessed at offline: 8 digits fall in hours (design §5)."""
    pin = new_pin(SystemRandomness().letters)
    assert len(ALPHABET) ** len(pin) == 2**80
    assert set(pin) <= set(ALPHABET)
    assert not set("01OI") & set(ALPHABET)


def _full_width(code: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in grouped(code))
