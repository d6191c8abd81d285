"""Every paper looks as it did when somebody last looked at it (issue 4, item 4; look.md, Paper)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from adapters.paper.templates import TEMPLATES
from tests.integration.paper import snapshots
from tests.integration.paper.conftest import Printed
from tests.integration.paper.every_paper import EVERY, GID
from tests.integration.paper.snapshots import difference

RENEW = "If that is how it should look: script/renew-snapshots, and look at every picture that it changes."


@pytest.mark.parametrize("name", EVERY)
def test_paper_looks_as_it_did(printed: Printed, tmp_path: Path, name: str) -> None:
    """Same pages, and on each nothing moved, missing or new."""
    new, before = snapshots.pictures(printed(EVERY[name])), snapshots.stored(name)
    seen = []
    for number, (old, page) in enumerate(zip(before, new, strict=False), 1):
        apart = difference(old, page)
        if apart.is_seen:
            path = tmp_path / snapshots.file_name(name, number)
            page.save(path)
            marked = path.with_suffix(".difference.png")
            snapshots.marked(old, page).save(marked)
            seen.append(f"page {number}: {apart}\n  now: {path}\n  red was, blue is new: {marked}")
    assert not seen, "\n".join([*seen, RENEW])
    assert len(new) == len(before), f"{len(new)} pages instead of {len(before)}. {RENEW}"


def test_every_paper_and_every_kind_of_certificate_has_pictures() -> None:
    """S4-15…S4-19: a new template or kind of certificate is looked at as well; no picture is left of an old one."""
    assert {paper.template for paper in EVERY.values()} == {
        str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("*/document.html")
    }
    assert {f"form-{profile.key.replace('_', '-')}" for profile in GID.profiles} <= set(EVERY)
    assert {path.name.split(".")[0] for path in snapshots.STORED.iterdir()} == set(EVERY)
    assert sum(path.stat().st_size for path in snapshots.STORED.iterdir()) < 1_000_000


SCALE = 16


def drawn(*, moved: float = 0, box: bool = True, text: bool = True, other: bool = False) -> Image.Image:
    """A page with a ruled box, lines of strokes as of text, and a rule of 0.2 mm; drawn large, then made small."""
    page = Image.new("L", (200 * SCALE, 120 * SCALE), 255)
    pen = ImageDraw.Draw(page)

    def at(*numbers: float) -> tuple[float, ...]:
        return tuple(round(number * SCALE + moved * SCALE * (index % 2)) for index, number in enumerate(numbers))

    if box:
        pen.rectangle(at(20, 20, 90, 45), outline=0, width=SCALE // 2)
    for row in (60, 70, 80) if text else (60, 80):
        for column in range(20, 180, 8):
            pen.line(at(column, row, column + 5, row), fill=0, width=SCALE)
            slanted = 5 if other and row == 70 else 0
            pen.line(at(column + slanted, row, column + 5 - slanted, row + 6), fill=0, width=SCALE)
    pen.line(at(20, 100, 180, 100), fill=0, width=SCALE // 2)
    return page.resize((200, 120), Image.Resampling.BOX)


@pytest.mark.parametrize(
    "changed",
    [drawn(moved=1), drawn(box=False), drawn(text=False), drawn(other=True), drawn().crop((0, 0, 200, 110))],
    ids=["all 0.4 mm lower", "a box of thin lines missing", "a line of text missing", "other words", "smaller page"],
)
def test_what_a_reader_would_see_is_refused(changed: Image.Image) -> None:
    assert difference(drawn(), changed).is_seen


@pytest.mark.parametrize(
    "changed",
    [
        drawn(),
        drawn(moved=1 / 8),
        drawn().point(lambda grey: min(255, grey + 20 if 0 < grey < 255 else grey)),
    ],
    ids=["the same", "an eighth of a pixel", "edges lighter"],
)
def test_another_smoothing_of_edges_passes(changed: Image.Image) -> None:
    assert not difference(drawn(), changed).is_seen


@pytest.mark.parametrize("missing", [(18, 19, 92, 22), (18, 98, 182, 102)], ids=["side of a box", "rule"])
def test_one_missing_line_of_a_fifth_of_a_millimetre_is_refused(missing: tuple[int, int, int, int]) -> None:
    changed = drawn()
    changed.paste(255, missing)
    assert difference(drawn(), changed).is_seen


def test_a_refusal_shows_both() -> None:
    """Red was there, blue is new; what is the same stays grey."""
    both = snapshots.marked(drawn(box=False), drawn(text=False))
    assert both.getpixel((30, 70)) == (255, 112, 112)
    assert both.getpixel((30, 20)) == (128, 128, 255)
    assert both.getpixel((30, 100)) == (175, 175, 175)


def test_a_stored_picture_is_what_was_drawn(tmp_path: Path) -> None:
    page = drawn().point(lambda grey: (grey + 8) // 17 * 17)
    snapshots.keep(page, tmp_path / "page.png")
    assert Image.open(tmp_path / "page.png").convert("L").tobytes() == page.tobytes()
