"""Names and addresses stay as on the 住民票 (S4-68, S4-105): only width and spaces are put right."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.japanese.width import half_width, half_width_digits, only_digits, plain_text
from tests.unit.japanese.outcome import outcome

KANJI = st.characters(categories=["Lo"], min_codepoint=0x3400, max_codepoint=0x2FA1D).filter(
    lambda character: "IDEOGRAPH" in unicodedata.name(character, "")
)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("\u3000セコム\u3000\u3000太郎 ", "セコム 太郎"),
        ("\t三鷹市下連雀\r\n", "三鷹市下連雀"),
        ("ｾｺﾑ ﾀﾛｳ", "セコム タロウ"),
        ("ﾊﾟｰｸﾊｲﾂ｢ｶﾞｰﾃﾞﾝ｣", "パークハイツ「ガーデン」"),
        ("か\u3099きく", "がきく"),
        ("か゛ハ゜", "がパ"),
        ("あ゛", "あ゛"),
        ("e\u0301", "é"),
        ("８－１０－１５　ＳＣセンター", "８－１０－１５ ＳＣセンター"),
        ("a\u00a0b", "a b"),
        ("★♪♀", "★♪♀"),
        ("辻\U000e0100", "辻\U000e0100"),
        ("", ""),
    ],
)
def test_s4_68_plain_text_changes_width_and_spaces_only(typed: str, kept: str) -> None:
    assert plain_text(typed) == kept


@pytest.mark.parametrize("kanji", ["﨑", "髙", "𠮷", "\ufa19", "\ufa10", "\uf9dc", "\U0002f80f", "\U00031350", "⾼"])
def test_s4_105_kanji_are_never_replaced(kanji: str) -> None:
    """NFC would change U+FA19 神 and its kin; U+31350 is newer than Python's tables."""
    assert plain_text(f"{kanji}田") == f"{kanji}田"


@given(st.text(alphabet=KANJI, min_size=1))
def test_s4_105_no_kanji_is_ever_changed_or_lost(name: str) -> None:
    assert plain_text(name) == name


@pytest.mark.parametrize(
    "character, code_point",
    [
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u200b", "U+200B"),
        ("\ufeff", "U+FEFF"),
        ("\x00", "U+0000"),
        ("\x1f", "U+001F"),
        ("\t", "U+0009"),
        ("\n", "U+000A"),
        ("\u2028", "U+2028"),
        ("\ud800", "U+D800"),
        ("\ue000", "U+E000"),
        ("\ufe0f", "U+FE0F"),
        ("\u20e3", "U+20E3"),
        ("\u0378", "U+0378"),
        ("☎", "U+260E"),
        ("👍", "U+1F44D"),
        ("⭐", "U+2B50"),
        ("⌚", "U+231A"),
    ],
)
def test_control_bidi_private_and_emoji_are_refused_by_name(character: str, code_point: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        plain_text(f"東{character}京")
    assert refused.value.code == "forbidden_character"
    assert refused.value.values == {"character": character, "code_point": code_point}


@given(st.text())
def test_plain_text_is_settled_after_once_and_refuses_only_by_name(text: str) -> None:
    once, code = outcome(plain_text, text)
    assert code in {None, "forbidden_character"}
    if once is not None:
        assert plain_text(once) == once


@given(st.text(alphabet="ｶﾊﾞﾟｰか゛゜\u3099\u309aハ 　e\u0301神\ufa19", max_size=12))
def test_kana_with_marks_settle_after_once(text: str) -> None:
    assert plain_text(plain_text(text)) == plain_text(text)


def test_half_width_digits_touches_digits_only() -> None:
    assert half_width_digits("８－１０ＳＣ") == "8－10ＳＣ"


def test_half_width_makes_ascii_of_full_width() -> None:
    assert half_width("Ｔａｒｏ　Ｓｅｋｏｍｕ！～﨑") == "Taro Sekomu!~﨑"


@pytest.mark.parametrize(
    "typed",
    [
        "0110-01-040781",
        "０１１０－０１－０４０７８１",
        " 0110 01 040781 ",
        "0110ー01‐040781",
        "0110−01–040781",
    ],
)
def test_digits_are_taken_in_either_width_with_any_hyphen(typed: str) -> None:
    assert only_digits(typed) == "011001040781"


@pytest.mark.parametrize("typed, strange", [("12a4b", "a、b"), ("一二三", "一、二、三"), ("１２③", "③"), ("٣", "٣")])
def test_what_is_no_digit_is_named(typed: str, strange: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        only_digits(typed)
    assert (refused.value.code, refused.value.values) == ("not_digits", {"characters": strange})
