"""Pages as pictures: shown right, marked, bounded, and no worker lost (design §7)."""

from __future__ import annotations

import io
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from adapters.pdf import SandboxedPdfReader
from adapters.pdf.cache import PageCache
from adapters.pdf.picture import packed, unpacked
from adapters.pdf.watermark import marked
from domain.errors import Busy, NotFound
from domain.pdf import DOTS_PER_INCH, MOST_PIXELS
from tests.factories.pdfs import bond, made, pdf_reader, writing
from tests.integration.pdf.hostile import bomb
from tests.processes import workers

MARK = "株式会社見本建設\n2026年11月25日 16:20"


def shown(content: bytes, *, name: str = "", page: int = 1, dpi: int = 75, mark: str = "") -> Image.Image:
    picture = pdf_reader().page_image(name or str(hash(content)), lambda: content, page=page, dpi=dpi, mark=mark)
    assert picture.startswith(b"\xff\xd8\xff")
    return Image.open(io.BytesIO(picture)).convert("RGB")


def ink(picture: Image.Image, box: tuple[int, int, int, int] | None = None) -> int:
    """How many pixels are dark."""
    grey = (picture.crop(box) if box else picture).convert("L")
    return sum(grey.histogram()[:110])


@pytest.mark.parametrize("font", ["MS-Mincho", "MS-Gothic", "HeiseiMin-W3", "KozMinPro-Regular"])
def test_japanese_whose_font_is_not_in_the_file_is_no_blank_page(font: str) -> None:
    """Without fonts of ours PDFium draws nothing."""
    content = made(lambda pdf: writing(pdf, "公共工事履行保証証券", font=font))
    assert ink(shown(content)) > 400


def test_mincho_is_mincho_and_gothic_is_gothic() -> None:
    def written(font: str) -> Image.Image:
        return shown(made(lambda pdf: writing(pdf, "履行保証", font=font)))

    assert ink(written("MS-Gothic")) > ink(written("MS-Mincho")) * 1.1


@pytest.mark.parametrize("dpi", DOTS_PER_INCH)
def test_a_page_has_the_size_of_its_resolution(dpi: int) -> None:
    width, height = shown(bond(), dpi=dpi).size
    assert width == pytest.approx(595 * dpi / 72, abs=2)
    assert height == pytest.approx(842 * dpi / 72, abs=2)


def test_pages_are_counted_from_one_and_no_others_are_there() -> None:
    content = bond(pages=2)
    assert ImageChops.difference(shown(content, page=1), shown(content, page=2)).getbbox()
    for page, dpi in ((0, 75), (-1, 75), (1, 76), (1, 100_000)):
        with pytest.raises(NotFound):
            shown(content, page=page, dpi=dpi)


def test_the_largest_page_allowed_has_no_more_pixels_than_allowed() -> None:
    width, height = shown(made(size=(3370, 2384)), dpi=200).size
    assert width * height < MOST_PIXELS * 1.01


def test_who_looks_and_when_is_across_every_part_of_the_page() -> None:
    """Cut the page in six: none of them is without the mark."""
    plain, with_mark = shown(made(), name="blank"), shown(made(), name="blank", mark=MARK)
    difference = ImageChops.difference(plain, with_mark).convert("L").point(lambda value: 255 if value > 12 else 0)
    width, height = difference.size
    for row in range(3):
        for column in range(2):
            box = (column * width // 2, row * height // 3, (column + 1) * width // 2, (row + 1) * height // 3)
            assert difference.crop(box).getbbox(), f"no mark in part {row}, {column}"


def test_the_mark_leaves_the_page_readable() -> None:
    assert ink(shown(bond(), mark=MARK)) == pytest.approx(ink(shown(bond())), rel=0.12)


def test_each_reader_has_the_own_mark_on_the_same_page() -> None:
    """The page is drawn once, the mark for each request: none sees another's name."""
    asked = []

    def load() -> bytes:
        asked.append(1)
        return bond("二人が見る証券")

    reader = pdf_reader()
    one, two, one_again = (
        reader.page_image("read by two", load, page=1, dpi=75, mark=mark) for mark in ("受注者", "発注者", "受注者")
    )
    assert one == one_again != two
    assert len(asked) == 1, "the bytes were opened again"


def test_a_forgotten_file_is_asked_for_anew() -> None:
    asked = []

    def load() -> bytes:
        asked.append(1)
        return bond("消す証券")

    for _ in range(2):
        pdf_reader().page_image("to be forgotten", load, page=1, dpi=75, mark="")
        pdf_reader().forget("to be forgotten")
    assert len(asked) == 2


def test_many_who_want_the_same_page_have_it_drawn_once() -> None:
    made_times, started = [], threading.Barrier(8)
    cache = PageCache(1000)

    def make() -> bytes:
        made_times.append(1)
        return b"page"

    def ask(_: int) -> bytes:
        started.wait(10)
        return cache.get(("a", 1, 75), make)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(8))) == {b"page"}
    assert len(made_times) == 1


def test_memory_for_pages_is_bounded_and_the_longest_unasked_goes_first() -> None:
    cache = PageCache(100)
    for number in (1, 2):
        cache.get(("a", number, 75), lambda: b"x" * 40)
    cache.get(("a", 1, 75), lambda: pytest.fail("page 1 is there"))
    cache.get(("b", 1, 75), lambda: b"x" * 40)
    assert cache.get(("a", 1, 75), lambda: b"new") == b"x" * 40
    assert cache.get(("a", 2, 75), lambda: b"new") == b"new"
    assert cache.get(("c", 1, 75), lambda: b"x" * 101) == b"x" * 101
    assert cache.get(("c", 1, 75), lambda: b"new") == b"new", "more than the whole cache was kept"


def test_a_page_that_cannot_be_made_is_tried_again_by_the_next() -> None:
    cache = PageCache(100)

    def fail() -> bytes:
        raise Busy("pdf_busy")

    with pytest.raises(Busy):
        cache.get(("a", 1, 75), fail)
    assert cache.get(("a", 1, 75), lambda: b"page") == b"page"


def test_a_page_that_is_drawn_while_its_file_is_forgotten_is_not_kept() -> None:
    cache = PageCache(100)

    def make() -> bytes:
        cache.forget("a")
        return b"page"

    assert cache.get(("a", 1, 75), make) == b"page"
    assert cache.get(("a", 1, 75), lambda: b"new") == b"new"


def test_nothing_of_a_bond_lies_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither reader nor worker writes a file."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with_own_worker = SandboxedPdfReader(tmp_path, workers=1)
    try:
        with_own_worker.check(bond())
        with_own_worker.page_image("x", bond, page=1, dpi=75, mark=MARK)
    finally:
        with_own_worker.close()
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("picture", [b"", b"\0" * 8, packed(2, 2, b"x" * 11), packed(1 << 15, 1 << 15, b"")])
def test_a_worker_that_was_taken_over_cannot_make_the_office_take_what_it_likes(picture: bytes) -> None:
    with pytest.raises(ValueError, match="not a picture of ours"):
        unpacked(picture)


def test_a_picture_survives_its_journey() -> None:
    pixels = bytes(range(12))
    width, height, arrived = unpacked(packed(2, 2, pixels))
    assert (width, height, bytes(arrived)) == (2, 2, pixels)
    assert marked(2, 2, pixels, MARK).startswith(b"\xff\xd8\xff")


@pytest.fixture(scope="module")
def own_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxedPdfReader]:
    reader = SandboxedPdfReader(tmp_path_factory.mktemp("none"), workers=2)
    yield reader
    reader.close()


def test_a_killed_worker_is_replaced_and_nobody_notices(own_reader: SandboxedPdfReader) -> None:
    others = set(workers())
    own_reader.warm()
    for process in set(workers()) - others:
        os.kill(process, signal.SIGKILL)
    with ThreadPoolExecutor(4) as threads:
        pictures = list(
            threads.map(
                lambda page: own_reader.page_image("k", lambda: bond(pages=4), page=page, dpi=75, mark=""),
                range(1, 5),
            )
        )
    assert len(set(pictures)) == 4


def test_a_file_that_kills_its_worker_harms_nobody_else(own_reader: SandboxedPdfReader) -> None:
    """A bomb would never be stored; if it were, its own reader is told, and the others see their pages."""

    def ask(number: int) -> bytes | str:
        content, name = (bomb(), "bomb") if number == 3 else (bond(f"証券{number}"), f"bond {number}")
        try:
            return own_reader.page_image(name, lambda: content, page=1, dpi=75, mark="")
        except Busy as busy:
            return busy.code

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(ask, range(6)))
    assert answers.pop(3) == "pdf_busy"
    assert all(isinstance(answer, bytes) for answer in answers)
    assert len(set(answers)) == 5


def test_the_web_process_never_imports_what_reads_strangers_files() -> None:
    import sys

    from tests import programs

    code = "import sys; from adapters.pdf import SandboxedPdfReader; "
    code += "print([name for name in ('pikepdf', 'pypdfium2', 'pyhanko') if name in sys.modules])"
    seen = programs.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout == "[]\n"
