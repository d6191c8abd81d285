"""S4-105: kanji of JIS level 1 and 2 only; what is outside is shown with candidates, never replaced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.japanese.jisx0208 import Outside, candidates, certificate_text, is_inside, outside
from domain.japanese.substitute_kanji import SUBSTITUTES
from tests.unit.japanese.outcome import outcome


def test_s4_105_a_name_outside_is_flagged_at_its_place() -> None:
    assert outside("髙橋 﨑") == [Outside(0, "髙", ("高",)), Outside(3, "﨑", ("崎",))]


@pytest.mark.parametrize(
    "character, offered",
    [
        ("髙", ("高",)),
        ("﨑", ("崎",)),
        ("𠮷", ("吉",)),
        ("德", ("徳",)),
        ("濵", ("浜", "濱")),
        ("栁", ("柳",)),
        ("槗", ("橋",)),
        ("㐂", ("喜",)),
        ("彅", ("薙",)),
        ("\ufa19", ("神",)),
        ("\ufa2e", ("郎",)),
        ("辻\U000e0100", ("辻",)),
        ("髙\U000e0100", ("高",)),
        ("⾼", ("高",)),
        ("㈱", ("(株)",)),
        ("①", ("1",)),
        ("ｱ", ("ア",)),
        ("\u00a0", ()),
        ("¥", ()),
        ("한", ()),
        ("\U000e0100", ()),
    ],
)
def test_s4_105_candidates_are_offered(character: str, offered: tuple[str, ...]) -> None:
    assert candidates(character) == offered


def test_s4_105_saki_is_never_sai() -> None:
    """﨑 is a shape of 崎; 埼 is another kanji, though some libraries make it of 﨑."""
    assert "埼" not in candidates("﨑")


def test_s4_105_the_table_leads_from_outside_to_inside() -> None:
    assert len(SUBSTITUTES) > 200
    for kanji, offered in SUBSTITUTES.items():
        assert not is_inside(kanji), kanji
        assert offered
        assert all(map(is_inside, offered)), kanji
        assert len(set(offered)) == len(offered)


@pytest.mark.parametrize(
    "text",
    [
        "セコムトラストシステムズ株式会社",
        "東京都 三鷹市下連雀 8-10-15 セコムSCセンター",
        "８－１０－１５～Ａ棟",
        "亜熙堯槇遙瑤凜",
        "佐々木〆ゝゞー",
        "",
    ],
)
def test_s4_105_level_1_and_2_go_into_the_certificate_as_they_are(text: str) -> None:
    assert certificate_text(text) == text


@pytest.mark.parametrize("character", ["①", "㈱", "Ⅳ", "纊", "ｱ", "¥", "‾", "\x7f", "한", "é", "", "ab"])
def test_s4_105_vendor_rows_and_half_width_kana_are_outside(character: str) -> None:
    """Row 13 (①㈱) is each vendor's own; JIS X 0212 (é) takes three bytes in EUC."""
    assert not is_inside(character)


def test_s4_105_the_first_and_last_kanji_of_each_level_are_inside() -> None:
    assert all(map(is_inside, "亜腕弌熙"))


def test_s4_105_the_certificate_refuses_and_names_the_characters() -> None:
    with pytest.raises(InvalidInput) as refused:
        certificate_text("髙﨑 髙")
    assert refused.value.code == "outside_jis_x_0208"
    assert refused.value.values == {"characters": "髙、﨑"}


def test_s4_105_half_width_kana_are_widened_before_the_test() -> None:
    assert certificate_text("ｾｺﾑ\u3000太郎") == "セコム 太郎"


@given(st.text())
def test_s4_105_every_text_is_inside_or_outside_and_candidates_are_inside(text: str) -> None:
    found = outside(text)
    for one in found:
        assert text[one.position : one.position + len(one.character)] == one.character
        assert all(is_inside(character) for offered in one.candidates for character in offered)
    if not found:
        assert all(map(is_inside, text))


@given(st.text())
def test_s4_105_certificate_text_refuses_only_by_name(text: str) -> None:
    kept, code = outcome(certificate_text, text)
    assert code in {None, "outside_jis_x_0208", "forbidden_character"}
    if kept is not None:
        assert outside(kept) == []
        assert certificate_text(kept) == kept
