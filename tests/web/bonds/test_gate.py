"""The door to a folder: URL and password, nothing learnt before both are right (S3-39, S3-55)."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.bonds.viewing import TRIES
from tests.factories import opened_bonds as folders
from tests.web.bonds.viewing_desk import ViewingDesk


@pytest.fixture
def client(desk: ViewingDesk) -> FlaskClient:
    return desk.app.test_client()


@pytest.fixture
def way_in(desk: ViewingDesk) -> tuple[str, str]:
    """Token and password of a folder of its own: wrong tries are counted."""
    folder = folders.folder_with(desk.office, folders.branch_of(desk.office), desk.office.randomness.letters("AB", 20))
    return folders.way_in(desk.office, folder)


def give(client: FlaskClient, path: str, **typed: str) -> TestResponse:
    return client.post(path, data=typed)


def test_url_and_password_lead_to_the_pages(client: FlaskClient, way_in: tuple[str, str]) -> None:
    token, password = way_in
    answer = give(client, f"/b/{token}", password=password)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    picture = re.findall(r'<img[^>]* src="([^"]+)"', page.text)[0]
    assert client.get(picture.replace("&amp;", "&")).data.startswith(b"\xff\xd8\xff")


def test_a_typed_url_leads_there_too(client: FlaskClient, way_in: tuple[str, str]) -> None:
    """As it is pasted from a mail: broken over lines, and the password in small letters with spaces."""
    token, password = way_in
    url = f"http://localhost/b/{token[:20]}\n{token[20:]} "
    typed = " ".join((password[:4], password[4:8], password[8:])).lower()
    assert give(client, "/b", url=url, password=typed).status_code == 303


def test_opening_the_page_tells_and_stores_nothing(client: FlaskClient, way_in: tuple[str, str]) -> None:
    """A mail scanner opens every URL; a stranger tries some."""
    known, unknown = (client.get(f"/b/{token}") for token in (way_in[0], "x" * 43))
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert "Set-Cookie" not in known.headers


def test_wrong_password_and_unknown_url_read_alike(client: FlaskClient, way_in: tuple[str, str]) -> None:
    wrong = give(client, f"/b/{way_in[0]}", password="WRONG")
    unknown = give(client, f"/b/{'x' * 43}", password="WRONG")
    assert wrong.status_code == unknown.status_code == 400
    assert wrong.text == unknown.text
    assert "閲覧用URLまたは閲覧用パスワードが正しくありません" in wrong.text
    assert "<title>エラー：" in wrong.text


def test_an_empty_field_is_told_and_costs_no_try(client: FlaskClient, way_in: tuple[str, str]) -> None:
    token, password = way_in
    for _ in range(TRIES + 1):
        assert "入力してください" in give(client, f"/b/{token}", password=" ").text
    empty = give(client, "/b", url="", password=password)
    assert 'id="url-error"' in empty.text
    assert give(client, f"/b/{token}", password=password).status_code == 303


def test_what_was_typed_as_url_is_kept(client: FlaskClient) -> None:
    assert 'value="https://example.jp/b/abc"' in give(client, "/b", url="https://example.jp/b/abc", password="X").text


def test_guessing_is_stopped_in_clear_words(client: FlaskClient, way_in: tuple[str, str]) -> None:
    """S3-55; also for the right password, until the time is over."""
    token, password = way_in
    statuses = [give(client, f"/b/{token}", password="WRONG").status_code for _ in range(TRIES)]
    assert statuses == [400] * TRIES
    stopped = give(client, f"/b/{token}", password=password)
    assert stopped.status_code == 429
    assert "15分" in stopped.text


def test_a_form_of_another_site_opens_nothing(client: FlaskClient, way_in: tuple[str, str]) -> None:
    token, password = way_in
    answer = client.post(f"/b/{token}", data={"password": password}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400


def test_a_planted_session_does_not_share_what_is_opened(
    desk: ViewingDesk, client: FlaskClient, way_in: tuple[str, str]
) -> None:
    """The browser has another token after the door than before."""
    folders.browser_with(desk.office, client, folders.looking(desk.office, desk.own))
    planted = client.get_cookie("madoguchi")
    give(client, f"/b/{way_in[0]}", password=way_in[1])
    now = client.get_cookie("madoguchi")
    assert planted is not None
    assert now is not None
    assert now.value != planted.value
