"""S4-78: the reading of a name is hiragana only."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.japanese.kana import hiragana
from tests.unit.japanese.outcome import outcome

KATAKANA = "".join(map(chr, range(0x30A1, 0x30F7))) + "ーヽヾ"


@pytest.mark.parametrize(
    "typed, reading",
    [
        ("せこむ", "せこむ"),
        ("セコム", "せこむ"),
        ("ｾｺﾑ", "せこむ"),
        ("ｶﾞｸﾄ", "がくと"),
        ("ジェーン", "じぇーん"),
        ("ｼﾞｪｰﾝ", "じぇーん"),
        ("ヴァン", "ゔぁん"),
        ("いすゞ", "いすゞ"),
        ("イスヾ", "いすゞ"),
        ("ヰヱヲヮヵヶ", "ゐゑをゎゕゖ"),
        ("か\u3099くと", "がくと"),
        ("\u3000せこむ\u3000\u3000たろう ", "せこむ たろう"),
        ("", ""),
    ],
)
def test_s4_78_kana_of_either_kind_and_width_become_hiragana(typed: str, reading: str) -> None:
    assert hiragana(typed) == reading


@pytest.mark.parametrize(
    "typed, strange",
    [
        ("瀬こむ", "瀬"),
        ("たろうtaro", "t、a、r、o"),
        ("たろう1", "1"),
        ("た・ろ・う", "・"),
        ("たーろ〜", "〜"),
        ("佐々木", "佐、々、木"),
        ("゙たろう", "\u3099"),
        ("ヷ", "ヷ"),
        ("㌔", "㌔"),
    ],
)
def test_s4_78_strange_characters_are_named_as_typed(typed: str, strange: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        hiragana(typed)
    assert (refused.value.code, refused.value.field) == ("not_hiragana", None)
    assert refused.value.values == {"characters": strange}


@given(st.text())
def test_s4_78_nothing_but_hiragana_comes_out(text: str) -> None:
    reading, code = outcome(hiragana, text)
    assert code in {None, "not_hiragana", "forbidden_character"}
    if reading is not None:
        assert re.fullmatch("[ぁ-ゖゝゞー ]*", reading)


@given(st.text(alphabet=KATAKANA + "ぁんゖ"))
def test_s4_78_no_kana_is_lost(text: str) -> None:
    reading = hiragana(text)
    assert len(reading) == len(text)
    assert hiragana(reading) == reading
