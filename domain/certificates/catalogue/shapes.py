"""The shapes that several rows of the form share."""

from __future__ import annotations

from dataclasses import replace

from domain.certificates.items import Choice, Input, Single
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


def address_inputs(prefix: str = "", *, building: str, complete: bool = False) -> tuple[Input, ...]:
    """The four parts of an address; ``building`` labels the last, ``complete`` lets the browser offer its own."""
    prefecture = Input(
        name=f"{prefix}prefecture",
        label="都道府県",
        kind="select",
        required=True,
        choices=PREFECTURE_CHOICES,
        rule=one_of(PREFECTURE_CHOICES),
        width="s",
    )
    city = Input(name=f"{prefix}city", label="市区町村", required=True, rule=paper_text)
    # One less than the others: street and building stand on one line of 128 in the certificate.
    street = Input(name=f"{prefix}street", label="丁目・番地", required=True, rule=paper_text, longest=63)
    parts = (prefecture, city, street, Input(name=f"{prefix}building", label=building, rule=paper_text))
    tokens = ("address-level1", "address-level2", "address-line1", "address-line2")
    return tuple(
        replace(part, autocomplete=token) if complete else part for part, token in zip(parts, tokens, strict=True)
    )
