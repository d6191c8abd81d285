"""The shapes that several rows of the form share."""

from __future__ import annotations

from domain.certificates.items import Choice, Single
from domain.errors import InvalidInput
from domain.japanese.jisx0208 import certificate_text
from domain.japanese.prefecture import PREFECTURES
from domain.japanese.width import half_width, only_digits, plain_text

WRITE = (Choice(value="yes", label="証明書に記載する"), Choice(value="no", label="証明書に記載しない"))
PREFECTURE_CHOICES = (
    Choice(value="", label="選択してください"),
    *(Choice(value=p, label=p) for p in PREFECTURES),
)


def paper_text(text: str) -> str:
    """A name or address: as typed, but tidy, and of JIS level 1 and 2 characters only (S4-105)."""
    return certificate_text(plain_text(text))


def one_of(choices: tuple[Choice, ...]) -> Single:
    """A rule that takes one of the values shown, and nothing a crafted request may send instead."""
    values = frozenset(choice.value for choice in choices)

    def rule(text: str) -> str:
        if text not in values:
            raise InvalidInput("not_a_choice")
        return text

    return rule


def exactly(*digits: int) -> Single:
    """A rule for a group of that many digits, full-width ones welcome."""

    def rule(text: str) -> str:
        figures = only_digits(text)
        if len(figures) not in digits:
            raise InvalidInput("wrong_digit_count", digits="・".join(map(str, digits)))
        return figures

    return rule


def ascii_text(text: str) -> str:
    """An address in Roman letters: ASCII only, full-width letters brought to it (S4-96)."""
    written = half_width(plain_text(text))
    if strange := "".join(dict.fromkeys(c for c in written if not c.isascii())):
        raise InvalidInput("not_roman_letters", characters=strange)
    return written
