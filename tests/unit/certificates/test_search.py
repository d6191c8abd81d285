"""What somebody remembers of an application, and what the index is asked (S4-140)."""

from __future__ import annotations

import pytest

from domain.certificates.search import folded, looked_for, words_of


@pytest.mark.parametrize(
    "written,same",
    [
        ("見本 太郎", "見本太郎"),
        ("ミホン　タロウ", "みほんたろう"),
        ("ﾐﾎﾝ ﾀﾛｳ", "みほんたろう"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("(株)見本", "株見本"),
        ("㈱見本", "株見本"),
        ("ＡＢＣ－１２", "abc12"),
        ("A.B@Example.jp", "abexamplejp"),
        ("％ _ \\", ""),
    ],
)
def test_one_form_for_what_people_write_in_many(written: str, same: str) -> None:
    assert folded(written) == same


def test_neighbouring_letters_are_the_words_and_fields_stay_apart() -> None:
    assert words_of("見本 太郎", "", "みほ") == "見本 本太 太郎 郎 みほ ほ"


def test_what_is_looked_for_is_a_run_of_pairs() -> None:
    assert looked_for("本太郎") == '"本太 太郎"'
    assert looked_for("佐") == '"佐"*'
    assert looked_for("太郎　見本商事") == '"太郎" AND "見本 本商 商事"'


@pytest.mark.parametrize("hostile", ['"', '" OR "x', "NEAR(a b)", "search_text:a", "*", "a AND b", "^a", 'a"*'])
def test_the_language_of_the_index_is_not_spoken_by_visitors(hostile: str) -> None:
    """Every word that is asked stands in quotation marks, and none of the person's own is among them."""
    asked = looked_for(hostile)
    outside = asked.split('"')[::2]
    assert all(part in {"", " AND ", "*", "* AND "} for part in outside)


def test_signs_alone_look_for_nothing_and_a_long_text_is_cut() -> None:
    assert looked_for("％ _ \\") == ""
    assert len(looked_for("あ" * 10_000)) < 1_000
