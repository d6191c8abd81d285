"""The viewer: pages as pictures for contractors, and the file itself for orderers (S3-35…S3-40)."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from adapters.db.models import BondAccess
from tests.factories import opened_bonds as folders
from tests.factories.offices import FixedClock
from tests.factories.pdfs import bond
from tests.web.bonds.viewing_desk import ViewingDesk


def test_contractor_sees_pages_and_what_the_file_is(desk: ViewingDesk) -> None:
    """S3-39; kind, number, pages and SHA-256 stand in the text, for those who cannot see the picture."""
    page = desk.contractor().page(file=desk.files[0])
    assert page.status_code == 200
    for words in (
        "A-1",
        "履行保証保険",
        "見本橋補修工事",
        "証券1.pdf",
        "2ページ",
        hashlib.sha256(bond("証券")).hexdigest(),
    ):
        assert words in page.text
    assert "署名なし" in page.text
    assert "ダウンロードはできません" in page.text
    assert "/download" not in page.text


def test_picture_is_marked_with_who_looks_and_when(desk: ViewingDesk) -> None:
    """The stand-in for the reader writes into the picture what it was told to write across it."""
    picture = desk.orderer().image(desk.files[0]).data.decode("utf-8", "replace")
    assert folders.ORDERER in picture
    assert re.search(r"2026年11月\d+日\(.\) \d\d:\d\d", picture)
    assert "192.0.2.1" in desk.contractor().image(desk.files[0]).data.decode("utf-8", "replace")


def test_nothing_of_the_viewer_is_kept_by_browsers_or_proxies(desk: ViewingDesk) -> None:
    browser = desk.contractor()
    for answer in (browser.page(), browser.image(desk.files[0])):
        assert answer.headers["Cache-Control"] == "no-store"
    picture = browser.image(desk.files[0])
    assert (picture.mimetype, picture.headers["Accept-Ranges"]) == ("image/jpeg", "none")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"


def test_a_part_of_a_picture_is_not_given(desk: ViewingDesk) -> None:
    browser = desk.contractor()
    path = f"{browser.start}/{desk.files[0]}/1.jpg"
    part = browser.client.get(path, headers={"Range": "bytes=0-9"})
    assert part.status_code == 200
    assert part.data == browser.client.get(path).data


@pytest.mark.parametrize(
    "typed,shown,status",
    [("2", 2, 200), ("２", 2, 200), (" 1 ", 1, 200), ("0", 1, 400), ("99", 2, 400), ("abc", 1, 400), ("", 1, 400)],
)
def test_page_jump_takes_what_people_type_and_says_what_is_wrong(
    desk: ViewingDesk, typed: str, shown: int, status: int
) -> None:
    answer = desk.contractor().page(file=desk.files[0], page=typed)
    assert answer.status_code == status
    assert f"/{desk.files[0]}/{shown}.jpg" in answer.text
    assert ('role="alert"' in answer.text) == (status == 400)
    assert ("<title>エラー：" in answer.text) == (status == 400)


def test_every_control_is_a_link_or_a_form(desk: ViewingDesk) -> None:
    """Without JavaScript one still turns, jumps, chooses and enlarges."""
    first = desk.contractor().page(file=desk.files[0], page=1).text
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    last = desk.contractor().page(file=desk.files[0], page=2, zoom="large").text
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last
    assert first.count('<form class="viewer__') == 2
    for zoom in ("small", "fit", "large", "largest"):
        assert f"zoom={zoom}" in first
    assert "zoom=large" in re.findall(r'<img[^>]* src="([^"]+)"', last)[0]


def test_zoom_asks_for_more_dots_and_never_for_any_number(desk: ViewingDesk) -> None:
    browser, file = desk.contractor(), desk.files[0]

    def dots(zoom: str) -> str:
        return browser.image(file, zoom=zoom).data.decode("utf-8", "replace").split(" ")[2]

    assert [dots(zoom) for zoom in ("small", "fit", "large", "largest", "5000", "")] == [
        "75", "110", "150", "200", "110", "110",
    ]  # fmt: skip


def test_pull_down_has_every_file_of_the_folder_and_only_those(desk: ViewingDesk) -> None:
    """S3-35."""
    options = re.findall(r'<option value="(\d+)"( selected)?', desk.orderer().page(file=desk.files[1]).text)
    assert {int(value) for value, _ in options} == set(desk.files)
    assert [int(value) for value, selected in options if selected] == [desk.files[1]]


def test_orderer_downloads_the_exact_bytes_of_the_file_shown(desk: ViewingDesk) -> None:
    """S3-36: re-saving would break a signature."""
    browser = desk.orderer()
    assert "発注者さま用プレビュー" in browser.page().text
    answer = browser.press(f"{desk.files[0]}/download")
    assert answer.status_code == 200
    assert answer.data == bond("証券")
    assert answer.mimetype == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "%E8%A8%BC%E5%88%B81.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_contractor_who_asks_for_the_file_is_refused_not_only_unshown(desk: ViewingDesk) -> None:
    """S3-12, S3-40; the refusal stays in the folder's log."""
    browser = desk.contractor()
    answer = browser.press(f"{desk.files[0]}/download")
    assert answer.status_code == 403
    assert b"%PDF" not in answer.data
    assert "ダウンロードできるのは" in answer.text
    with desk.office.database.read() as session:
        acts = session.scalars(select(BondAccess.act).where(BondAccess.viewing_id == browser.viewing_id)).all()
    assert "refused" in acts
    assert "downloaded" not in acts


def test_who_looked_at_which_file_is_written_once(desk: ViewingDesk) -> None:
    browser = desk.contractor()
    for page in (1, 2, 1):
        browser.page(file=desk.files[0], page=page)
    with desk.office.database.read() as session:
        seen = session.scalars(
            select(BondAccess.file_id).where(BondAccess.viewing_id == browser.viewing_id, BondAccess.act == "seen")
        ).all()
    assert seen == [desk.files[0]]


@pytest.mark.parametrize("who,leads_to", [("contractor", "/b"), ("orderer", "/orderer")])
def test_going_back_is_no_dead_end(desk: ViewingDesk, who: str, leads_to: str) -> None:
    """S3-37: one stands before a door one can open again, and the room behind is shut."""
    browser = getattr(desk, who)()
    answer = browser.press("leave")
    assert answer.status_code == 303
    assert answer.headers["Location"] == leads_to
    assert browser.page().status_code == 410
    assert browser.image(desk.files[0]).status_code == 410


def test_several_tabs_hold_several_folders(desk: ViewingDesk) -> None:
    """S3-52: the source supports one tab only."""
    client = desk.app.test_client()
    one, two = folders.looking(desk.office, desk.own), folders.looking(desk.office, desk.other)
    folders.browser_with(desk.office, client, one, two)
    assert "A-1" in client.get(f"/bonds/viewing/{one.viewing_id}").text
    assert "B-2" in client.get(f"/bonds/viewing/{two.viewing_id}").text
    assert "A-1" in client.get(f"/bonds/viewing/{one.viewing_id}").text


def test_another_browser_has_no_use_for_the_address(desk: ViewingDesk) -> None:
    browser = desk.contractor()
    stranger = desk.app.test_client()
    for path in (browser.start, f"{browser.start}/{desk.files[0]}/1.jpg"):
        assert stranger.get(path).status_code == 410


def test_a_file_of_another_folder_is_not_there(desk: ViewingDesk) -> None:
    """S3-04: neither by its true number nor by a guessed one."""
    (foreign,) = folders.file_ids(desk.office, desk.other)
    browser = desk.orderer()
    for number in (foreign, 10**12):
        assert browser.page(file=number).status_code == 404
        assert browser.image(number).status_code == 404
        assert browser.press(f"{number}/download").status_code == 404
    assert browser.image(desk.files[0], 3).status_code == 404


def test_a_changed_password_ends_what_is_open(desk: ViewingDesk) -> None:
    """S3-18: also for the next picture of a page that is still on the screen."""
    agent = folders.branch_of(desk.office)
    folder = folders.folder_with(desk.office, agent, "C-3")
    opened = folders.ordering(desk.office, folder)
    client = desk.app.test_client()
    folders.browser_with(desk.office, client, opened)
    (file,) = folders.file_ids(desk.office, folder)
    path = f"/bonds/viewing/{opened.viewing_id}"
    assert client.get(f"{path}/{file}/1.jpg").status_code == 200
    folders.corrected(desk.office, agent, folder, bond("訂正"), replaces=file)
    assert client.get(f"{path}/{file}/1.jpg").status_code == 410
    assert client.get(path).status_code == 410


def test_a_replaced_file_says_so_and_is_still_shown(desk: ViewingDesk) -> None:
    """S3-49: the wrong one is normally not deleted."""
    agent = folders.branch_of(desk.office)
    folder = folders.folder_with(desk.office, agent, "D-4")
    (old,) = folders.file_ids(desk.office, folder)
    folders.corrected(desk.office, agent, folder, bond("訂正した証券"), replaces=old)
    opened = folders.looking(desk.office, folder)
    client = desk.app.test_client()
    folders.browser_with(desk.office, client, opened)
    start = client.get(f"/bonds/viewing/{opened.viewing_id}").text
    assert "証券(訂正).pdf" in start
    assert "差し替え前のファイルです" not in start
    assert "差し替え前のファイルです" in client.get(f"/bonds/viewing/{opened.viewing_id}?file={old}").text


def test_an_orderer_who_pauses_too_long_is_out(desk: ViewingDesk) -> None:
    """S3-33: twenty minutes without operation."""
    browser = desk.orderer()
    clock = desk.office.clock
    assert isinstance(clock, FixedClock)
    clock.advance(timedelta(minutes=19))
    assert browser.page().status_code == 200
    clock.advance(timedelta(minutes=20))
    assert browser.image(desk.files[0]).status_code == 410
