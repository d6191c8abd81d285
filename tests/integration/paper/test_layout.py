"""Nothing leaves its box or its page, nothing prints as an empty box (design §6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from adapters.paper import PaperPool
from adapters.paper.fitting import SMALLEST, fit
from adapters.paper.fonts import unprintable
from domain.certificates.printed import Line, Paper
from tests.integration.paper import samples
from tests.integration.paper.conftest import Printed

Look = Callable[..., str]
TextOf = Callable[[bytes], list[str]]
POINTS_PER_MM = 72 / 25.4
A4 = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "paper"

HARD_VALUES = {
    "64 kanji": samples.LONGEST,
    "64 wide letters": "W" * 64,
    "64 half-width kana": "ｱ" * 64,
    "address": "東京都三鷹市下連雀8-10-16 " * 3,
}


def words(look: Look, pdf: bytes) -> Iterator[tuple[float, float, float, float, str]]:
    for left, top, right, bottom, text in WORD.findall(look(pdf, "pdftotext", "-bbox", "{}", "-")):
        yield float(left), float(top), float(right), float(bottom), unescape(text)


@pytest.mark.parametrize("value", HARD_VALUES.values(), ids=HARD_VALUES.keys())
def test_long_values_stay_in_their_cells(printed: Printed, look: Look, value: str) -> None:
    """look.md: shrink by steps to 8 pt, then wrap, never overflow."""
    pdf = printed(samples.with_every_value(value))
    cell_left, cell_right = (18 + 33) * POINTS_PER_MM, (210 - 18) * POINTS_PER_MM
    seen = 0
    for left, top, right, bottom, text in words(look, pdf):
        assert left >= 0
        assert top >= 0
        assert right <= A4[0]
        assert bottom <= A4[1]
        if len(text) > 15 and set(text) <= set(value):
            seen += 1
            assert left >= cell_left
            assert right <= cell_right + 0.5
    assert seen


@pytest.mark.parametrize("value", ["東" * 4000, "a" * 4000, "<b>&amp;" * 500], ids=["kanji", "latin", "markup"])
def test_4000_characters_wrap_over_pages(printed: Printed, look: Look, text_of: TextOf, value: str) -> None:
    """Issue 2, bad input: whatever came in, every page stays a page and nothing is lost."""
    pdf = printed(replace(samples.FORM, applicant=(Line("氏名(漢字)", value),)))
    assert all(left >= 0 and right <= A4[0] and bottom <= A4[1] for left, _, right, bottom, _ in words(look, pdf))
    assert "".join(text_of(pdf)).count(value[0]) >= value.count(value[0])


def test_names_of_people_print_with_their_own_characters(printed: Printed, text_of: TextOf) -> None:
    """Design §9: 髙, 﨑, 𠮷 and characters with variation selectors."""
    name = "髙﨑 𠮷𠮟 槗濵 葛\U000e0100城 ｾｺﾑ"
    text = text_of(printed(samples.with_every_value(name)))[0].replace("\U000e0100", "")
    assert "髙﨑𠮷𠮟槗濵葛城ｾｺﾑ" in text


def test_unprintable_names_each_missing_character_once(pool: PaperPool) -> None:
    """Design §6: asked at input, before anything is printed."""
    assert pool.unprintable("髙﨑𠮷 太郎\u3000Ｔａｒｏ ｾｺﾑ 葛\U000e0100城") == ""
    assert pool.unprintable("太😀郎😀\u0628") == "😀\u0628"


def test_missing_glyph_is_marked_and_explained(printed: Printed, text_of: TextOf) -> None:
    """Design §6: marked with 〓 and words rather than an empty box."""
    text = "".join(text_of(printed(samples.with_every_value("太😀郎"))))
    assert "太〓郎" in text
    assert "手書きし、訂正印を押してください" in text
    assert "〓" not in "".join(text_of(printed(samples.FORM)))


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_hold_no_character_without_a_glyph(path: Path) -> None:
    """Design §6."""
    assert unprintable(path.read_text("utf-8")) == ""


def test_style_sheet_holds_no_character_without_a_glyph() -> None:
    """Texts of margin boxes stand in print.css."""
    sheet = TEMPLATES.parents[1] / "static" / "paper" / "print.css"
    assert unprintable(sheet.read_text("utf-8")) == ""


def test_size_shrinks_by_half_points_and_stops_at_eight() -> None:
    """look.md, Paper."""
    sizes = [fit("東" * count, 136) for count in range(1, 80)]
    assert sizes[0] == 10.5
    assert sizes[-1] == SMALLEST
    assert sizes == sorted(sizes, reverse=True)
    assert {size * 2 % 1 for size in sizes} == {0}


ONE_PAGE: dict[str, Paper] = {
    "所属証明書": replace(
        samples.EMPLOYMENT,
        applicant=tuple(replace(line, value=samples.LONGEST) for line in samples.EMPLOYMENT.applicant),
        organisation_name=samples.LONGEST,
        organisation_address=samples.LONGEST,
        representative=samples.LONGEST,
    ),
    "送付のお知らせ": replace(
        samples.COVER_LETTER,
        holder=samples.LONGEST,
        recipient=replace(samples.COVER_LETTER.recipient, name=samples.LONGEST, address=samples.LONGEST),
    ),
    "PIN": replace(samples.PIN_NOTICE, holder=samples.LONGEST),
    "password": replace(samples.PASSWORD_NOTICE, holder=samples.LONGEST),
    "read first": samples.READ_FIRST,
    "登録情報変更申請書": replace(
        samples.CHANGE_REQUEST,
        changes=tuple(replace(line, value=samples.LONGEST * 2) for line in samples.CHANGE_REQUEST.changes),
    ),
    "電子証明書失効申請書": replace(samples.REVOCATION_REQUEST, details=samples.LONGEST * 3),
    "郵送用の宛名": replace(
        samples.POSTING_SHEET,
        sender=replace(samples.POSTING_SHEET.sender, address=samples.LONGEST * 2, name=samples.LONGEST),
    ),
}


@pytest.mark.parametrize("paper", ONE_PAGE.values(), ids=ONE_PAGE.keys())
def test_one_page_papers_stay_one_page_with_the_longest_names(printed: Printed, look: Look, paper: Paper) -> None:
    """S4-129, S4-134, S4-155, S4-175, S4-187, S4-193."""
    pdf = printed(paper)
    assert "Pages:           1\n" in look(pdf, "pdfinfo", "{}")
    assert all(left >= 0 and right <= A4[0] - 17 * POINTS_PER_MM for left, _, right, _, _ in words(look, pdf))
