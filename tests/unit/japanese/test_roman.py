"""S4-79: Roman letters by 外務省「ヘボン式ローマ字綴方表」; examples of the passport offices."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.japanese.roman import passport_hepburn, proposed_roman_name, roman_name
from domain.japanese.word_boundary import word_boundaries
from tests.unit.japanese.outcome import outcome

HIRAGANA = "".join(map(chr, range(0x3041, 0x3097))) + "ー"


def test_s4_79_manual_sample_is_given_then_family_name() -> None:
    assert proposed_roman_name("せこむ", "たろう", "セコム", "太郎") == "Taro Sekomu"


def test_s4_79_one_name_alone_is_proposed_without_a_gap() -> None:
    assert proposed_roman_name("せこむ", "") == "Sekomu"
    assert proposed_roman_name("", "たろう") == "Taro"
    assert proposed_roman_name("", "") == ""


@pytest.mark.parametrize(
    "reading, letters",
    [
        # 撥音
        ("なんば", "Namba"),
        ("ほんま", "Homma"),
        ("さんぺい", "Sampei"),
        ("しんぶん", "Shimbun"),
        ("かんの", "Kanno"),
        ("しんいち", "Shinichi"),
        # 促音
        ("はっとり", "Hattori"),
        ("きっかわ", "Kikkawa"),
        ("はっちょう", "Hatcho"),
        ("ほっち", "Hotchi"),
        ("あっ", "Atsu"),
        ("あっい", "Atsui"),
        ("あっん", "Atsun"),
        ("あっっか", "Akka"),
        # 長音
        ("おおの", "Ono"),
        ("こうの", "Kono"),
        ("さとう", "Sato"),
        ("しょうへい", "Shohei"),
        ("ゆうき", "Yuki"),
        ("ちょう", "Cho"),
        ("ひゅうが", "Hyuga"),
        ("じゅういちろう", "Juichiro"),
        ("おおおか", "Ooka"),
        ("おおうち", "Ouchi"),
        ("こおろぎ", "Korogi"),
        ("よこお", "Yokoo"),
        ("たかとお", "Takatoo"),
        ("いのお", "Inoo"),
        ("みそのう", "Misono"),
        ("がもう", "Gamo"),
        ("にいな", "Niina"),
        ("たあこ", "Taako"),
        ("みねう", "Mineu"),
        ("じぇーん", "Jien"),
        ("るーう", "Ruu"),
        # 五十音 and 拗音 that other systems spell otherwise
        ("しちつふじぢづを", "Shichitsufujijizuo"),
        ("ゐゑ", "Ie"),
        ("しゃちゃじゃぢゃ", "Shachajaja"),
        ("きょうこ", "Kyoko"),
        ("ぴゅりゅみゃ", "Pyuryumya"),
        # 外国式氏名
        ("てぃ", "Tei"),
        ("でゅ", "Deyu"),
        ("どぅ", "Dou"),
        ("ふぉー", "Fuo"),
        ("ふょ", "Fuyo"),
        ("ゔぁ", "Bua"),
        ("つぃ", "Tsui"),
        ("うぃ", "Ui"),
        # くり返し
        ("いすゞ", "Isuzu"),
        ("みすゝ", "Misusu"),
        ("かゞゝ", "Kagaka"),
        ("まゞ", "Mama"),
        # words
        ("まりあ　てれさ", "Maria Teresa"),
        ("", ""),
    ],
)
def test_s4_79_passport_hepburn(reading: str, letters: str) -> None:
    assert passport_hepburn(reading) == letters


@pytest.mark.parametrize(
    "kanji, reading, letters",
    [
        ("井上", "いのうえ", "Inoue"),
        ("尾上", "おのうえ", "Onoue"),
        ("松浦", "まつうら", "Matsuura"),
        ("勝浦", "かつうら", "Katsuura"),
        ("山之内", "やまのうち", "Yamanouchi"),
        ("堀内", "ほりのうち", "Horinouchi"),
        ("横内", "よこうち", "Yokouchi"),
        ("河内", "こうち", "Kochi"),
        ("大内", "おおうち", "Ouchi"),
        ("小団輪", "こうちわ", "Kouchiwa"),
        ("小梅", "こうめ", "Koume"),
        ("小海", "こうみ", "Koumi"),
        ("優海", "ゆうみ", "Yumi"),
        ("能海", "のうみ", "Nomi"),
        ("相馬", "そうま", "Soma"),
        ("大岡", "おおおか", "Ooka"),
        ("広岡", "ひろおか", "Hirooka"),
        ("本岡", "もとおか", "Motooka"),
        ("桑折", "こおり", "Kori"),
        ("錦織", "にしきこおり", "Nishikikori"),
        ("御園生", "みそのう", "Misono"),
        ("太郎", "たろう", "Taro"),
        ("純一郎", "じゅんいちろう", "Junichiro"),
        ("翔平", "しょうへい", "Shohei"),
        ("三十日", "みとうか", "Mitoka"),
        ("浦上", "うらがみ", "Uragami"),
        ("浦野上", "うらのうえ", "Uranoue"),
        ("松浦町", "まつうらまち", "Matsuuramachi"),
    ],
)
def test_s4_79_kanji_tell_where_a_new_word_begins(kanji: str, reading: str, letters: str) -> None:
    assert passport_hepburn(reading, kanji) == letters


def test_s4_79_kanji_of_another_number_of_words_are_left_aside() -> None:
    assert passport_hepburn("いのうえ", "井 上") == "Inoe"
    assert passport_hepburn("いのうえ まつうら", "井上　松浦") == "Inoue Matsuura"


def test_no_boundary_where_too_few_kana_are_left() -> None:
    assert word_boundaries("うえ", "井上") == frozenset()
    assert word_boundaries("のうえ", "井上町") == frozenset()
    assert word_boundaries("いのうえ", "") == frozenset()


@pytest.mark.parametrize("reading", ["瀬こむ", "ゝすず", "taro"])
def test_s4_78_what_is_no_hiragana_has_no_spelling(reading: str) -> None:
    with pytest.raises(InvalidInput, match="not_hiragana"):
        passport_hepburn(reading)


@given(st.text(alphabet=HIRAGANA + "ゝゞ　 "), st.text(alphabet="井上松浦山之内小大岡海馬 "))
def test_s4_79_every_reading_gives_letters_the_certificate_takes(reading: str, kanji: str) -> None:
    letters, code = outcome(passport_hepburn, reading, kanji)
    assert code in {None, "not_hiragana"}
    if letters is not None:
        assert re.fullmatch("[A-Za-z ]*", letters)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Taro Sekomu", "Taro Sekomu"),
        ("SEKOMU TARO", "SEKOMU TARO"),
        ("Ｔａｒｏ　Ｓｅｋｏｍｕ", "Taro Sekomu"),
        ("  Taro   Ohno ", "Taro Ohno"),
        ("Mary-Jane O’Neil, Jr.", "Mary-Jane O'Neil, Jr."),
        ("Anne‐Marie", "Anne-Marie"),
        ("a" * 64, "a" * 64),
    ],
)
def test_s4_79_the_order_and_spelling_typed_are_kept(typed: str, kept: str) -> None:
    assert roman_name(typed) == kept


@pytest.mark.parametrize(
    "typed, code, values",
    [
        ("", "not_roman_letters", {"characters": ""}),
        (" - ", "not_roman_letters", {"characters": ""}),
        ("Taro 太郎", "not_roman_letters", {"characters": "太、郎"}),
        ("José", "not_roman_letters", {"characters": "é"}),
        ("Taro2", "not_roman_letters", {"characters": "2"}),
        ("Taro\u202e", "not_roman_letters", {"characters": "\u202e"}),
        ("a" * 65, "too_long", {"limit": 64}),
    ],
)
def test_s4_79_what_the_certificate_cannot_take_is_refused(typed: str, code: str, values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as refused:
        roman_name(typed)
    assert (refused.value.code, refused.value.values) == (code, values)


@given(st.text())
def test_s4_79_roman_name_refuses_only_by_name(text: str) -> None:
    name, code = outcome(roman_name, text)
    assert code in {None, "not_roman_letters", "too_long"}
    if name is not None:
        assert name.isascii()
        assert roman_name(name) == name


@pytest.mark.parametrize("word", ["ゞゝ", "ゝゞ", "ゝ"])
def test_s4_79_a_repetition_mark_with_nothing_before_it_is_refused(word: str) -> None:
    """S4-79: such a reading is a slip, and must not keep the office busy for ever."""
    with pytest.raises(InvalidInput, match="not_hiragana"):
        passport_hepburn(word)
