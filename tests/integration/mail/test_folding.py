"""Lines of a mail break where a Japanese reader expects it (JIS X 4051)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail.folding import HANGING, WIDTH, columns, fold


def test_full_width_characters_take_two_columns() -> None:
    assert columns("Aｱア㈱～") == 1 + 1 + 2 + 2 + 2


def test_a_line_of_36_characters_stays_and_one_of_37_breaks() -> None:
    assert fold("あ" * 36) == "あ" * 36
    assert fold("あ" * 37) == "あ" * 36 + "\nあ"


@pytest.mark.parametrize("mark", ["。", "、", "」", ")", "ー", "ょ", "々"])
def test_no_line_begins_with_closing_marks_or_small_letters(mark: str) -> None:
    assert fold("あ" * 36 + mark + "い") == "あ" * 36 + mark + "\nい"


def test_no_line_ends_with_an_opening_bracket() -> None:
    assert fold("あ" * 35 + "「い」") == "あ" * 35 + "\n「い」"


def test_words_numbers_and_addresses_stay_whole() -> None:
    text = "あ" * 30 + "gid-support@example.jp" + "い"
    assert fold(text) == "あ" * 30 + "\ngid-support@example.jpい"


@pytest.mark.parametrize("line", ["[[download_url]]", "https://example.jp/" + "a" * 100, "あ" * 40 + "[[x]]"])
def test_urls_and_places_of_secrets_are_never_broken(line: str) -> None:
    assert fold(line) == line


def test_what_follows_keeps_the_indent_of_its_line() -> None:
    assert fold("・" + "あ" * 36) == "・" + "あ" * 35 + "\n  あ"
    assert fold("2. " + "あ" * 36) == "2. " + "あ" * 34 + "\n   ああ"
    assert fold("　" + "あ" * 36) == "　" + "あ" * 35 + "\n  あ"


@given(st.lists(st.text(alphabet="あいう。、「」(ー漢字 ab1　\n", max_size=200), max_size=4).map("\n".join))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str) -> None:
    folded = fold(text)
    assert "".join(folded.split()) == "".join(text.split())
    words = max((len(word) for word in text.replace("。", " ").split()), default=0)
    if words < 60:
        assert all(columns(line) <= WIDTH + HANGING for line in folded.split("\n"))
