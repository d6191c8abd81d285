"""Every box of the form against the texts that people really type (S4-71…S4-106)."""

from __future__ import annotations

import pytest

from domain.certificates.form import MOST_TYPED
from tests.unit.certificates.filled import FULL, INPUTS, codes, judged

PAPER = [
    "former_surname",
    "surname",
    "given_name",
    "city",
    "street",
    "building",
    "organisation",
    "representative_surname",
    "representative_given_name",
    "organisation_city",
    "organisation_street",
    "organisation_building",
    "department",
    "department_address",
    "mandate",
    "proxy_name",
    "proxy_address",
]
KANA = ["surname_kana", "given_name_kana"]
DIGITS = [
    "postcode_a",
    "postcode_b",
    "birth_year",
    "birth_month",
    "birth_day",
    "phone1_a",
    "phone1_b",
    "phone1_c",
    "phone2_a",
    "phone2_b",
    "phone2_c",
    "corporate_number_typed",
]
OPTIONAL = {"building", "organisation_building", "phone2_a", "phone2_b", "phone2_c"}

# What is typed: what comes of it in a box for names and addresses, for kana, Roman letters, an address in Roman
# letters, digits, an e-mail address, a coupon code. A word in <> is a refusal.
TYPED = {
    "１２３": ("１２３", "<not_hiragana>", "<not_roman_letters>", "123", None, "<not_email_address>", "123"),
    "ﾀﾛｳ": (
        "タロウ",
        "たろう",
        "<not_roman_letters>",
        "<not_roman_letters>",
        "<not_digits>",
        "<not_email_address>",
        "<not_a_coupon_code>",
    ),
    "あ" * 4000: (
        "<too_long>",
        "<too_long>",
        "<not_roman_letters>",
        "<not_roman_letters>",
        "<not_digits>",
        "<too_long>",
        "<not_a_coupon_code>",
    ),
    "a" * 4000: (
        "<too_long>",
        "<not_hiragana>",
        "<too_long>",
        "<too_long>",
        "<not_digits>",
        "<too_long>",
        "<too_long>",
    ),
    "太郎😀": (
        "<forbidden_character>",
        "<forbidden_character>",
        "<not_roman_letters>",
        "<forbidden_character>",
        "<not_digits>",
        "<not_email_address>",
        "<not_a_coupon_code>",
    ),
    "太\u202e郎": (
        "<forbidden_character>",
        "<forbidden_character>",
        "<not_roman_letters>",
        "<forbidden_character>",
        "<not_digits>",
        "<not_email_address>",
        "<not_a_coupon_code>",
    ),
    "𠮷田": (
        "<outside_jis_x_0208>",
        "<not_hiragana>",
        "<not_roman_letters>",
        "<not_roman_letters>",
        "<not_digits>",
        "<not_email_address>",
        "<not_a_coupon_code>",
    ),
    "髙橋": (
        "<outside_jis_x_0208>",
        "<not_hiragana>",
        "<not_roman_letters>",
        "<not_roman_letters>",
        "<not_digits>",
        "<not_email_address>",
        "<not_a_coupon_code>",
    ),
}
BOXES = (PAPER, KANA, ["name_roman"], ["address_roman"], DIGITS, ["email"], ["coupon_code"])
CASES = [
    pytest.param(name, text, outcome, id=f"{name}-{text[:3]}{len(text)}")
    for text, outcomes in TYPED.items()
    for names, outcome in zip(BOXES, outcomes, strict=True)
    for name in names
    if outcome is not None
]


def test_the_sample_of_the_manual_is_good_s4_65() -> None:
    assert codes(judged(FULL)) == []


def test_no_box_is_left_out_of_these_tables() -> None:
    choices = {name for name, wanted in INPUTS.items() if wanted.kind != "text"}
    assert set(INPUTS) == choices | {"email_again"} | {name for names in BOXES for name in names}


@pytest.mark.parametrize("name,text,outcome", CASES)
def test_box_takes_or_refuses_at_its_place_s4_77_to_s4_105(name: str, text: str, outcome: str) -> None:
    found = judged(FULL | {name: text})
    if outcome.startswith("<"):
        assert (outcome.strip("<>"), name) in codes(found)
        assert name not in found.answers
    else:
        assert codes(found) == []
        assert found.answers[name] == outcome


@pytest.mark.parametrize("name", [n for n, i in INPUTS.items() if i.kind == "text"])
def test_more_than_anybody_types_is_refused_unread(name: str) -> None:
    found = judged(FULL | {name: "0" * (MOST_TYPED + 1)})
    assert ("too_long", name) in codes(found)
    assert next(p for p in found.problems if p.field == name).values == {"limit": INPUTS[name].longest}


@pytest.mark.parametrize("name", [n for n, i in INPUTS.items() if i.kind == "text" and i.longest < 128])
def test_one_character_too_many_is_refused_with_the_limit(name: str) -> None:
    """X.520 allows 64 characters in a name (RFC 5280 appendix A.1); the words name the limit of the box."""
    letter = "あ" if name in (*PAPER, *KANA) else "a" if name in {"name_roman", "coupon_code"} else "1"
    too_long = next(iter(judged(FULL | {name: letter * (INPUTS[name].longest + 1)}).problems), None)
    assert too_long is not None
    assert too_long.field == name
    if too_long.code == "too_long":
        assert too_long.values["limit"] == INPUTS[name].longest
    else:
        assert (too_long.code, name) in {("wrong_digit_count", "postcode_a"), ("wrong_digit_count", "postcode_b")}


@pytest.mark.parametrize("name", [n for n, i in INPUTS.items() if i.kind in {"radio", "select", "check"}])
@pytest.mark.parametrize("sent", ["mars", "２", "yes ", "\0"])
def test_a_choice_that_was_not_offered_is_refused(name: str, sent: str) -> None:
    assert ("not_a_choice", name) in codes(judged(FULL | {name: sent}))


@pytest.mark.parametrize(
    "name,nothing",
    [
        (name, nothing)
        for name, wanted in sorted(INPUTS.items())
        # A blank is no choice: see the test above.
        for nothing in (("", None) if wanted.kind in {"radio", "check"} else ("", " ", "\u3000", None))
    ],
)
def test_what_is_missing_is_said_at_its_place_s4_66(name: str, nothing: str | None) -> None:
    wanted = INPUTS[name]
    found = judged({k: v for k, v in (FULL | {name: nothing}).items() if v is not None})
    refusals = [code for code, field in codes(found) if field == name]
    if wanted.required:
        assert refusals == ["required" if wanted.kind == "text" else "choose_one"]
    elif name.startswith("phone2"):
        assert codes(found) == [("incomplete", "phone2_a")]
    else:
        assert refusals == []
        assert found.answers[name] == ""


def test_a_value_of_several_boxes_is_missed_once_s4_82() -> None:
    empty = dict.fromkeys(("birth_year", "birth_month", "birth_day"), "")
    assert codes(judged(FULL | empty)) == [("required", "birth_year")]


def test_hyphens_alone_are_no_telephone_number_s4_83() -> None:
    assert codes(judged(FULL | {"phone1_a": "ー"})) == [("required", "phone1_a")]


def test_second_telephone_number_may_be_left_out_s4_84() -> None:
    found = judged(FULL | {f"phone2_{part}": "" for part in "abc"})
    assert codes(found) == []
    assert "phone2" not in found.answers


def test_telephone_number_must_begin_with_zero_s4_83() -> None:
    assert codes(judged(FULL | {"phone1_a": "3", "phone1_b": "1234", "phone1_c": "5678"})) == [
        ("no_leading_zero", "phone1_a")
    ]


def test_a_character_our_fonts_lack_is_refused_at_its_place() -> None:
    found = judged(FULL | {"city": "三鷹市凜"}, boxes="凜")
    assert codes(found) == [("unprintable", "city")]
    assert found.problems[0].values == {"characters": "凜"}


@pytest.mark.parametrize("name", [n for n in INPUTS if INPUTS[n].kind == "text"])
def test_spaces_around_do_not_count(name: str) -> None:
    spaced = judged(FULL | {name: f"\u3000{FULL[name]} "})
    assert codes(spaced) == []
    assert spaced.answers == judged(FULL).answers
