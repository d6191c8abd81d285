"""With a viewing session there is no way to the PDF: every route of the house is walked (S3-12, S3-39, S3-40)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from werkzeug.routing import Rule

from tests.factories import opened_bonds as folders
from tests.factories.offices import make_office
from tests.factories.pdfs import bond, pdf_reader
from tests.fakes.printer import QuickPrinter
from tests.web.bonds.viewing_desk import Browser, ViewingDesk, desk_in

SECRET = "この言葉は証券の中だけにある"
HEADERS: list[dict[str, str]] = [
    {},
    {"Range": "bytes=0-1023"},
    {"Range": "bytes=-512"},
    {"Accept": "application/pdf"},
    {"If-Range": "x", "Range": "bytes=0-"},
]
GUESSES = ("?download=1", "?format=pdf", "?zoom=original", "?page=1&file=1", "?version=1", "?raw=true")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ViewingDesk]:
    """With the real reader, whose pictures are pictures; and an older version of a file."""
    folder = tmp_path_factory.mktemp("bonds")
    office = make_office(folder, QuickPrinter(), public_url="http://localhost", pdfs=pdf_reader())
    made = desk_in(office, folder, (bond("最初の証券"), bond("付属資料")), (bond("他社の証券"),))
    with office.database.read():
        first = folders.file_ids(office, made.own)[0]
    agent = folders.branch_of(office)
    made.own = folders.folder_with(office, agent, "Z-9", bond("最初の証券"), bond("付属資料"))
    first = folders.file_ids(office, made.own)[0]
    folders.corrected(office, agent, made.own, bond("訂正した証券"), replaces=first)
    yield made
    office.database.close()


def is_a_pdf(answer: bytes) -> bool:
    """The beginning of one, the end of one, or a good part of the stored bytes."""
    return b"%PDF-" in answer or b"startxref" in answer or b"endobj" in answer


def addresses(desk: ViewingDesk, rule: Rule, browser: Browser) -> Iterator[str]:
    """The route with every number that could lead somewhere: own files, old versions, others' files, guesses."""
    token, _password = folders.way_in(desk.office, desk.own)
    numbers = [*desk.files, *folders.file_ids(desk.office, desk.other), 0, 10**9]
    values: dict[str, list[object]] = {
        name: [browser.viewing_id] if name == "viewing_id" else [token] if name == "token" else list(numbers)
        for name in rule.arguments
    }
    if "page" in values:
        values["page"] = [1, 2]
    names = sorted(values)
    adapter = desk.app.url_map.bind("localhost")
    for chosen in product(*(values[name] for name in names)):
        try:
            yield adapter.build(rule.endpoint, dict(zip(names, chosen, strict=True)), append_unknown=False)
        except ValueError:
            continue


def test_no_route_gives_a_viewing_session_the_pdf(desk: ViewingDesk) -> None:
    """Others were bypassed by previews, thumbnails, old versions and ids that the client may choose."""
    browser = desk.contractor()
    asked, given = 0, []
    for rule in desk.app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.endpoint.endswith(".leave"):
            continue
        for url in addresses(desk, rule, browser):
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            for method in methods:
                answer = browser.client.open(url, method=method)
                asked += 1
                if is_a_pdf(answer.data) or answer.mimetype == "application/pdf":
                    given.append(f"{method} {url}")
    assert asked > 100, "the walk sees the whole house"
    assert given == []


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: " ".join(header.values()) or "none")
def test_the_viewers_own_routes_give_no_part_of_it_either(desk: ViewingDesk, header: dict[str, str]) -> None:
    browser = desk.contractor()
    paths = [browser.start, *(f"{browser.start}/{file}/1.jpg" for file in desk.files)]
    for path, guess in product(paths, ("", *GUESSES)):
        answer = browser.client.get(f"{path}{guess}", headers=header)
        assert not is_a_pdf(answer.data), f"{path}{guess}"
        assert answer.mimetype in {"text/html", "image/jpeg"}
        assert answer.status_code != 206


def test_guessed_addresses_beside_the_viewer_are_not_there(desk: ViewingDesk) -> None:
    browser, file = desk.contractor(), desk.files[0]
    for tail in ("", ".pdf", "/pdf", "/original", "/raw", "/thumbnail", "/1.pdf", "/1.png", "/1", "/versions/1"):
        answer = browser.client.get(f"{browser.start}/{file}{tail}")
        assert answer.status_code == 404, tail
        assert not is_a_pdf(answer.data)
    assert browser.client.get(f"{browser.start}/{file}/download").status_code == 405


def test_the_walk_would_find_a_pdf(desk: ViewingDesk) -> None:
    """The same eyes on what an orderer gets."""
    answer = desk.orderer().press(f"{desk.files[0]}/download")
    assert is_a_pdf(answer.data)
    assert is_a_pdf(answer.data[:100])
    assert is_a_pdf(answer.data[-100:])


def test_pictures_of_old_versions_and_of_annexes_are_pictures(desk: ViewingDesk) -> None:
    browser = desk.contractor()
    pictures = [browser.image(file).data for file in desk.files]
    assert len(set(pictures)) == 3
    assert all(picture.startswith(b"\xff\xd8\xff") for picture in pictures)
