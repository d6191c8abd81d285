"""The words of a service in English (design §2): put in for the Japanese, and nothing else touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.english import in_english, texts_of


class Way(StrEnum):
    LETTER = "手紙"


@dataclass(frozen=True)
class Part:
    label: str
    source: str = "出典"
    way: Way = Way.LETTER
    count: int = 2


@dataclass(frozen=True)
class Whole:
    title: str
    parts: tuple[Part, ...]
    text: str = "## 一つ\n二つ\n\nthree"
    extra: dict[str, str] = field(default_factory=dict)


WHOLE = Whole("題", (Part("甲"), Part("plain")))
WORDS = {"題": "Title", "甲": "A", "一つ": "One", "二つ": "Two", "出典": "Origin", "手紙": "Letter"}


def test_every_text_is_put_in_line_by_line_and_headings_stay_headings() -> None:
    shown = in_english(WHOLE, WORDS)
    assert (shown.title, shown.parts[0].label, shown.parts[1].label) == ("Title", "A", "plain")
    assert shown.text == "## One\nTwo\n\nthree"


def test_what_is_not_shown_and_values_of_rules_stay_as_they_are() -> None:
    shown = in_english(WHOLE, WORDS)
    assert shown.parts[0].source == "出典"
    assert shown.parts[0].way is Way.LETTER
    assert shown.parts[0].count == 2
    assert in_english(WHOLE, {}) == WHOLE
    assert in_english(Part, WORDS) is Part


def test_the_texts_are_those_that_a_screen_shows() -> None:
    assert sorted(set(texts_of(WHOLE))) == ["一つ", "二つ", "手紙", "甲", "題"]
    assert list(texts_of(3)) == []
