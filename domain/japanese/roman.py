"""Roman letters of a name: passport Hepburn as a proposal, and what the certificate can take (S4-79).

Source of the spelling: 外務省「ヘボン式ローマ字綴方表」 (旅券法施行規則) with the notes of the
prefectural passport offices:
  - 撥音: ん is N, before B, M and P it is M (なんば NAMBA).
  - 促音: っ doubles the consonant, before CH it is T (はっちょう HATCHO).
  - 長音: う after an o or u, and お after an o, are not written (こうの KONO, おおの ONO, ゆうこ YUKO);
    but お at the very end of a family or given name is (よこお YOKOO, たかとお TAKATOO).
    ー is not written.
  - 外国式氏名: a small kana is spelled as a large one (ジェ JIE, ティ TEI, デュ DEYU, ヴァ BUA).
The proposal stays editable: OH spellings, a registered spelling and either order are the person's choice.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from domain.errors import InvalidInput
from domain.japanese.kana import hiragana
from domain.japanese.width import half_width, named, single_spaced
from domain.japanese.word_boundary import word_boundaries

LONGEST: Final = 64
"""Characters: the upper bound of a common name, X.520 ub-common-name (RFC 5280 appendix A.1)."""

_ROWS: Final = (
    ("あいうえお", "a i u e o"),
    ("かきくけこ", "ka ki ku ke ko"),
    ("さしすせそ", "sa shi su se so"),
    ("たちつてと", "ta chi tsu te to"),
    ("なにぬねの", "na ni nu ne no"),
    ("はひふへほ", "ha hi fu he ho"),
    ("まみむめも", "ma mi mu me mo"),
    ("やゆよ", "ya yu yo"),
    ("らりるれろ", "ra ri ru re ro"),
    ("わゐゑをん", "wa i e o n"),
    ("がぎぐげご", "ga gi gu ge go"),
    ("ざじずぜぞ", "za ji zu ze zo"),
    ("だぢづでど", "da ji zu de do"),
    ("ばびぶべぼ", "ba bi bu be bo"),
    ("ぱぴぷぺぽ", "pa pi pu pe po"),
    ("ぁぃぅぇぉ", "a i u e o"),
    ("ゃゅょゎゔゕゖ", "ya yu yo wa bu ka ke"),
)
_SYLLABLE: Final = {
    kana: letters for row, spelling in _ROWS for kana, letters in zip(row, spelling.split(), strict=True)
}
_GLIDE: Final = {
    **{"き": "ky", "し": "sh", "ち": "ch", "に": "ny", "ひ": "hy", "み": "my", "り": "ry"},
    **{"ぎ": "gy", "じ": "j", "ぢ": "j", "び": "by", "ぴ": "py"},
}
_GLIDE_VOWEL: Final = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_LENGTHENS: Final = {"う": "ou", "お": "o"}
"""Which kana lengthens which vowels, and is then not written."""

_REPEATED: Final = re.compile("([^ゝゞ])([ゝゞ])")
_NOT_ROMAN: Final = re.compile(r"[^A-Za-z '.,\-]")
_TYPOGRAPHIC: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u2010": "-", "\u2011": "-", "\u2212": "-"})


def proposed_roman_name(family_reading: str, given_reading: str, family: str = "", given: str = "") -> str:
    """Proposes 「Given Family」, the order of the manual's sample: せこむ, たろう → "Taro Sekomu" (S4-79).

    ``family`` and ``given`` are the kanji, used as in ``passport_hepburn``; raises what that raises.
    """
    parts = (passport_hepburn(given_reading, given), passport_hepburn(family_reading, family))
    return " ".join(part for part in parts if part)


def passport_hepburn(reading: str, kanji: str = "") -> str:
    """Spells one name by the passport rules, each word with a capital: しんぶん → "Shimbun", おおの → "Ono".

    ``kanji`` is the same name as written, a hint only: where a new word begins inside it, う and お are
    no long vowel (いのうえ of 井上 is "Inoue"). Without it every such vowel is taken as long.
    Raises ``InvalidInput("not_hiragana", …)`` and the others of ``hiragana``.
    """
    words = hiragana(reading).split()
    written = kanji.split()
    if len(written) != len(words):
        written = [""] * len(words)
    return " ".join(_spelled(word, shape) for word, shape in zip(words, written, strict=True))


def roman_name(text: str) -> str:
    """Gives a name in Roman letters as it may stand in the certificate, in the order typed (S4-79).

    Full-width letters become half width and spaces single; letters A–Z, a–z, space, hyphen, apostrophe,
    full stop and comma are taken.
    Raises ``InvalidInput``: "not_roman_letters" with ``characters`` (empty when there is no letter at all),
    "too_long" with ``limit``.
    """
    line = single_spaced(half_width(text).translate(_TYPOGRAPHIC))
    strange = named(_NOT_ROMAN.findall(line))
    if strange or not re.search("[A-Za-z]", line):
        raise InvalidInput("not_roman_letters", characters=strange)
    if len(line) > LONGEST:
        raise InvalidInput("too_long", limit=LONGEST)
    return line


def _spelled(word: str, kanji: str) -> str:
    kana = _unrepeated(word)
    boundaries = word_boundaries(kana, kanji)
    letters = ""
    vowel = ""  # the vowel that う or お would lengthen; empty when there is none
    doubled = False
    place = 0
    while place < len(kana):
        here = kana[place]
        start, place = place, place + 1
        final_o = here == "お" and place == len(kana)
        if here == "ー" or (vowel and vowel in _LENGTHENS.get(here, "") and start not in boundaries and not final_o):
            vowel = ""
            continue
        if here == "っ":
            vowel, doubled = "", True
            continue
        syllable = _SYLLABLE[here]
        if here in _GLIDE and kana[place : place + 1] in _GLIDE_VOWEL:
            syllable = _GLIDE[here] + _GLIDE_VOWEL[kana[place]]
            place += 1
        if doubled:
            letters += _doubling(syllable)
            doubled = False
        letters += syllable
        vowel = syllable[-1]
    if doubled:
        letters += "tsu"
    return re.sub("n(?=[bmp])", "m", letters).capitalize()


def _doubling(syllable: str) -> str:
    if syllable.startswith("ch"):
        return "t"
    # っ before a vowel or ん doubles nothing; the table has no such case, so it is spelled as a large つ.
    return "tsu" if syllable[0] in "aiueo" or syllable == "n" else syllable[0]


def _unrepeated(word: str) -> str:
    """Writes ゝ and ゞ out (すゞ is すず), one kana for one, so that places stay the same."""
    if word[0] in "ゝゞ":
        raise InvalidInput("not_hiragana", characters=word[0])
    while found := _REPEATED.search(word):
        plain = unicodedata.normalize("NFD", found[1])[0]
        voiced = unicodedata.normalize("NFC", plain + "\u3099")
        again = voiced if found[2] == "ゞ" and len(voiced) == 1 else plain
        word = word[: found.start(2)] + again + word[found.end(2) :]
    return word
