"""Rows judged as a whole: dates, e-mails, corporate numbers, conditions, defaults (S4-71…S4-101)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.certificates.address import address_of
from domain.certificates.catalogue import ITEMS, SECTIONS
from domain.certificates.form import defaults
from tests.unit.certificates.filled import FULL, INPUTS, codes, judged


@pytest.mark.parametrize(
    "year,month,day,outcome",
    [
        ("1989", "1", "8", "1989-01-08"),
        ("１９８８", "２", "２９", "1988-02-29"),
        ("1989", "2", "29", "<no_such_date>"),
        ("1900", "2", "29", "<no_such_date>"),
        ("2000", "2", "29", "2000-02-29"),
        ("1989", "13", "1", "<no_such_date>"),
        ("0", "1", "1", "<no_such_date>"),
        ("1899", "12", "31", "<birth_too_early>"),
        ("1900", "1", "1", "1900-01-01"),
        ("2026", "11", "20", "2026-11-20"),
        ("2026", "11", "21", "<birth_in_future>"),
    ],
)
def test_birth_date_must_exist_and_be_past_s4_82(year: str, month: str, day: str, outcome: str) -> None:
    found = judged(FULL | {"birth_year": year, "birth_month": month, "birth_day": day})
    if outcome.startswith("<"):
        assert codes(found) == [(outcome.strip("<>"), "birth_year")]
    else:
        assert found.answers["birth_date"] == outcome


def test_differing_e_mails_are_refused_at_the_second_s4_85() -> None:
    assert codes(judged(FULL | {"email_again": "gid-support@example.com"})) == [("emails_differ", "email_again")]


def test_case_of_the_local_part_makes_another_address_s4_85() -> None:
    assert codes(judged(FULL | {"email": "Taro@example.jp", "email_again": "taro@example.jp"})) == [
        ("emails_differ", "email_again")
    ]


def test_width_and_case_of_the_domain_do_not_s4_85() -> None:
    found = judged(FULL | {"email": "ｔａｒｏ@EXAMPLE.jp", "email_again": " taro@example.jp"})
    assert codes(found) == []
    assert found.answers["email"] == "taro@example.jp"


@pytest.mark.parametrize(
    "way,typed,outcome",
    [
        ("corporate", "4011001040781", "4011001040781"),
        ("corporate", "４０１１－００１０－４０７８１", "4011001040781"),
        ("company", "0110-01-040781", "4011001040781"),
        ("corporate", "5011001040781", "<wrong_check_digit>"),
        ("corporate", "4011001040782", "<wrong_check_digit>"),
        ("corporate", "011001040781", "<wrong_length>"),
        ("company", "4011001040781", "<wrong_length>"),
    ],
)
def test_twelve_digits_become_thirteen_and_slips_are_found_s4_87_s4_101(way: str, typed: str, outcome: str) -> None:
    found = judged(FULL | {"corporate_number_way": way, "corporate_number_typed": typed})
    if outcome.startswith("<"):
        assert codes(found) == [(outcome.strip("<>"), "corporate_number_typed")]
        assert "corporate_number" not in found.answers
    else:
        assert found.answers["corporate_number"] == outcome


@pytest.mark.parametrize(
    "choice,closed,hidden",
    [
        ("coupon_use", "no", ["coupon_code"]),
        ("personal_in_certificate", "no", ["address_roman", "gender"]),
        ("former_name_in_certificate", "no", ["former_surname"]),
        ("department_in_certificate", "no", ["department", "department_address"]),
        ("proxy", "", ["proxy_name", "proxy_address"]),
    ],
)
def test_a_box_is_asked_only_when_the_choice_opens_it_s4_73_s4_91_s4_94_s4_96_s4_99(
    choice: str, closed: str, hidden: list[str]
) -> None:
    blank = dict.fromkeys(hidden, "")
    opened = judged(FULL | blank)
    assert {field for _code, field in codes(opened)} == set(hidden)

    shut = judged(FULL | dict.fromkeys(hidden, "😀") | {choice: closed})
    assert codes(shut) == []
    assert not set(hidden) & set(shut.answers), "what was typed into a closed box is no answer"


def test_the_form_opens_as_in_figure_2_11() -> None:
    assert defaults(ITEMS.values()) == {
        "validity_years": "2",
        "membership": "non_member",
        "coupon_use": "no",
        "personal_in_certificate": "no",
        "nationality": "japan",
        "former_name_in_certificate": "no",
        "email_in_certificate": "no",
        "corporate_number_way": "corporate",
        "department_in_certificate": "no",
        "purpose": "signature",
        "fee_receipt": "no",
    }


def test_required_rows_are_the_ones_with_the_mark_s4_66() -> None:
    optional = {key for key, item in ITEMS.items() if not item.required}
    assert optional == {"membership", "personal_in_certificate", "phone2", "email_in_certificate", "fee_receipt"}


@pytest.mark.parametrize(
    "key,choice",
    [
        ("roman_address", "personal_in_certificate"),
        ("address", "personal_in_certificate"),
        ("birth_date", "personal_in_certificate"),
        ("gender", "personal_in_certificate"),
        ("email", "email_in_certificate"),
        ("department", "department_in_certificate"),
    ],
)
def test_rows_say_whether_they_enter_the_certificate_s4_74_s4_86_s4_91_s4_109(key: str, choice: str) -> None:
    item = ITEMS[key]
    assert item.may_be_in_certificate
    assert item.in_certificate(FULL)
    assert not item.in_certificate(FULL | {choice: "no"})


def test_names_and_organisation_are_always_in_the_certificate_s4_97_s4_109() -> None:
    always = {key for key, item in ITEMS.items() if item.in_certificate({})}
    assert always == {
        *("name", "roman_name"),
        *("corporate_number", "organisation", "representative", "organisation_address", "mandate"),
    }


def test_rows_that_never_enter_say_so_s4_109() -> None:
    assert not ITEMS["reading"].may_be_in_certificate
    assert not ITEMS["reading"].in_certificate(FULL)


def test_every_row_stands_in_a_known_section() -> None:
    assert {item.section for item in ITEMS.values()} == set(SECTIONS)


def test_address_is_one_line_s4_81() -> None:
    assert address_of(FULL) == "東京都三鷹市下連雀 8-10-15 セコムSCセンター"
    assert address_of(FULL, "organisation_") == "東京都渋谷区神宮 1-5-1 セコム本社ビル4F"
    assert address_of(FULL | {"building": ""}) == "東京都三鷹市下連雀 8-10-15"
    assert address_of({}) == ""


TEXTS = st.one_of(
    st.text(max_size=30),
    st.text(st.characters(), max_size=8),
    st.sampled_from([*FULL.values(), "no", "company", "-", "٣", "²", "Ⅷ", "\u3099", "か\u3099", "@", "a@b", "\x00"]),
)


@given(st.dictionaries(st.sampled_from([*INPUTS, "csrf_token"]), TEXTS), st.dates(date(1900, 1, 1), date(9999, 12, 31)))
def test_no_mapping_of_texts_breaks_the_judge(typed: dict[str, str], today: date) -> None:
    for sent in (typed, FULL | typed):
        found = judged(sent, today=today)
        assert all(problem.field in INPUTS for problem in found.problems)


GOOD = st.fixed_dictionaries(
    {},
    optional={
        "surname": st.sampled_from(["ﾔﾏﾀﾞ", "山\u3000田", " 渡邉 ", "Ａｎｎ", "か\u3099"]),
        "surname_kana": st.sampled_from(["ﾔﾏﾀﾞ", "ヤマダ", "ヴァン", "さーとう", "やま だ"]),
        "name_roman": st.sampled_from(["Ｔａｒｏ\u3000Ｙａｍａｄａ", "O’Brien  Ann", "YAMADA-TARO"]),
        "street": st.sampled_from(["８丁目１０－１５", "１－１ ", "8−10"]),
        "building": st.sampled_from(["", "ｾｺﾑﾋﾞﾙ", "\u3000"]),
        "postcode_a": st.sampled_from(["１８１", " 181"]),
        "birth_year": st.sampled_from(["１９８８", "1988"]),
        "phone1_b": st.sampled_from(["０２０", "020"]),
        "coupon_code": st.sampled_from(["ｔｃｃｉ－１", "abc"]),
        "coupon_use": st.sampled_from(["yes", "no"]),
        "corporate_number_typed": st.sampled_from(["４０１１００１０４０７８１", "4011 0010 40781"]),
        "address_roman": st.sampled_from(["１－２　Ｍｉｔａｋａ", "1-2 Mitaka"]),
        "personal_in_certificate": st.sampled_from(["yes", "no"]),
        "proxy": st.sampled_from(["yes", ""]),
        "former_name_in_certificate": st.sampled_from(["yes", "no"]),
    },
)


@given(GOOD)
def test_judging_the_answers_again_changes_nothing(changes: dict[str, str]) -> None:
    """The confirmation page sends back what the form page judged: it must not be bent a second time."""
    once = judged(FULL | changes)
    assert codes(once) == []
    again = judged(once.answers)
    assert codes(again) == []
    assert again.answers == once.answers
