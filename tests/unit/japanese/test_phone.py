"""S4-83 and S4-84: telephone numbers in three groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.japanese.phone import phone
from tests.unit.japanese.outcome import outcome

DIGITS = st.text(alphabet="0123456789", max_size=5)


@pytest.mark.parametrize(
    "groups, number",
    [
        (("0570", "020", "213"), "0570-020-213"),
        (("０５７０", "０２０", "２１３"), "0570-020-213"),
        ((" 0422", "76 ", "2072"), "0422-76-2072"),
        (("03", "1234", "5678"), "03-1234-5678"),
        (("03", "0000", "0000"), "03-0000-0000"),
        (("09969", "2", "1234"), "09969-2-1234"),
        (("090", "1234", "5678"), "090-1234-5678"),
        (("080", "1234", "5678"), "080-1234-5678"),
        (("070", "1234", "5678"), "070-1234-5678"),
        (("060", "1234", "5678"), "060-1234-5678"),
        (("050", "1234", "5678"), "050-1234-5678"),
        (("0120", "123", "456"), "0120-123-456"),
        (("0120", "12", "3456"), "0120-12-3456"),
        (("0800", "123", "4567"), "0800-123-4567"),
        (("0990", "504", "123"), "0990-504-123"),
    ],
)
def test_s4_83_numbers_of_every_kind_are_taken(groups: tuple[str, str, str], number: str) -> None:
    assert phone(*groups) == number


def test_s4_83_a_number_of_odd_length_is_taken_when_the_tables_know_it() -> None:
    """0037-6xxx: 「着信課金」 of a carrier, neither ten nor eleven digits long."""
    assert phone("0037", "6000", "00000") == "0037-6000-00000"


@pytest.mark.parametrize(
    "groups, code, values",
    [
        (("", "", ""), "incomplete", {}),
        (("0570", "", "213"), "incomplete", {}),
        (("0570", "020", "内線1"), "not_digits", {"characters": "内、線"}),
        (("+81", "3", "12345678"), "not_digits", {"characters": "+"}),
        (("570", "020", "2130"), "no_leading_zero", {}),
        (("03", "1234", "567"), "wrong_length", {"expected": 10}),
        (("03", "1234", "56789"), "wrong_length", {"expected": 10}),
        (("090", "1234", "567"), "wrong_length", {"expected": 11}),
        (("0800", "123", "456"), "wrong_length", {"expected": 11}),
        (("0" * 20, "0", "0"), "wrong_length", {"expected": 10}),
        (("0", "0", "0"), "wrong_length", {"expected": 10}),
    ],
)
def test_s4_83_what_cannot_be_a_number_is_refused(
    groups: tuple[str, str, str], code: str, values: dict[str, object]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        phone(*groups)
    assert (refused.value.code, refused.value.values) == (code, values)


@given(
    st.text(alphabet="0123456789", min_size=8, max_size=8),
    st.sampled_from(["050", "060", "070", "080", "090"]),
)
def test_s4_83_no_mobile_number_is_ever_refused(rest: str, first: str) -> None:
    assert phone(first, rest[:4], rest[4:]) == f"{first}-{rest[:4]}-{rest[4:]}"


@given(DIGITS | st.text(), DIGITS | st.text(), DIGITS | st.text())
def test_s4_83_any_groups_are_refused_by_name_only(first: str, second: str, third: str) -> None:
    number, code = outcome(phone, first, second, third)
    assert code in {None, "not_digits", "incomplete", "no_leading_zero", "wrong_length"}
    if number is not None:
        assert phone(*number.split("-")) == number
