"""Where a new word begins inside a name, which its reading alone does not tell (design §9).

井上 is いの|うえ and so "Inoue", though のう elsewhere is a long vowel. The passport rule drops only true
long vowels, so we need to know whether う or お is the first kana of the next kanji. The rule: it is,
when that kanji has a *word* of two kana or more that begins with う or お, the word stands there in the
reading, and at least one kana is left for each other kanji.

One-kana readings (生 う, 羽 う, 尾 お) are left out on purpose: passport offices treat them as long vowels
(蒲生 GAMO, 狩野 KANO, 御園生 MISONO), and a last お is written anyway (横尾 YOKOO). 折 and 織 are left out
because they too spell 桑折 KORI and 錦織 NISHIKIKORI there.
"""

from __future__ import annotations

from typing import Final

_WORDS: Final = {
    kanji: word
    for word, several in {
        "うえ": "上植",
        "うら": "浦裏占",
        "うめ": "梅",
        "うす": "臼薄碓",
        "うし": "牛丑",
        "うた": "歌唄",
        "うち": "団打",
        "うり": "瓜",
        "うお": "魚",
        "うん": "雲運",
        "うね": "畝",
        "うば": "姥",
        "うるし": "漆",
        "うさぎ": "兎",
        "おか": "岡丘",
        "おく": "奥",
        "おき": "沖",
        "おぎ": "荻",
        "おけ": "桶",
        "おに": "鬼",
        "おび": "帯",
        "おち": "落",
        "おと": "音乙",
        "おや": "親",
        "おん": "恩温",
        "おお": "大",
        "おう": "桜王旺翁",
    }.items()
    for kanji in several
}

_TWO_WAYS: Final = {"内": "うち", "海": "うみ", "馬": "うま"}
"""These are also read without the う: 河内 is こう|ち (KOCHI), 相馬 そう|ま (SOMA), 優海 ゆう|み (YUMI)."""

_SHORT_BEFORE: Final = frozenset("小野之乃ノの横戸所黒広廣城松本元奥福徳角")
"""Kanji whose own word ends in a short o or u, so that a う after them cannot be theirs: 横内 YOKOUCHI."""


def word_boundaries(reading: str, kanji: str) -> frozenset[int]:
    """Gives the places in ``reading`` (hiragana, one word) where another kanji's word surely begins.

    ``kanji`` may be empty or of any shape; it is a hint and nothing is refused.
    """
    return frozenset(place for index in range(1, len(kanji)) for place in _beginnings(reading, kanji, index))


def _beginnings(reading: str, kanji: str, index: int) -> list[int]:
    """Gives the places where the word of the kanji at ``index`` can begin."""
    character = kanji[index]
    word = _WORDS.get(character) or _TWO_WAYS.get(character)
    if word is None:
        return []
    after = len(kanji) - index - 1
    places = [
        place
        for place in range(index, len(reading) - len(word) - after + 1)
        if reading.startswith(word, place) and (after or place + len(word) == len(reading))
    ]
    if character in _WORDS or kanji[index - 1] in _SHORT_BEFORE:
        return places
    # 堀之内 is often written 堀内, 陣之内 陣内: a の that no kanji shows still ends a word.
    return [place for place in places if place > index and reading[place - 1] == "の"]
