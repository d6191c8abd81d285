"""/verify: whether a PDF counts, by its SHA-256 and without learning anything else (design §7)."""

from __future__ import annotations

import hashlib
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.bonds.folder import FolderEvent
from domain.bonds.verification import TRIES
from tests.factories import opened_bonds as folders
from tests.factories.pdfs import bond
from tests.web.bonds.viewing_desk import ViewingDesk


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def ask(client: FlaskClient, typed: str, address: str = "192.0.2.7") -> TestResponse:
    page = client.get("/verify", environ_base={"REMOTE_ADDR": address})
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)
    assert token is not None
    return client.post("/verify", data={"sha256": typed, "csrf_token": token[1]}, environ_base={"REMOTE_ADDR": address})


def said(desk: ViewingDesk, typed: str) -> str:
    answer = ask(desk.app.test_client(), typed)
    assert answer.status_code == 200
    heading = re.search(r'<h2 class="verdict__heading"[^>]*>([^<]+)', answer.text)
    assert heading is not None
    return heading[1]


def test_a_registered_bond_is_current_until_it_is_replaced_or_withdrawn(desk: ViewingDesk) -> None:
    """S3-48, S3-49."""
    agent = folders.branch_of(desk.office)
    wrong, right = bond("誤った証券"), bond("正しい証券")
    folder = folders.folder_with(desk.office, agent, "V-1", wrong)
    assert said(desk, digest(wrong)) == "登録されている証券等です"
    (old,) = folders.file_ids(desk.office, folder)
    folders.corrected(desk.office, agent, folder, right, replaces=old)
    assert said(desk, digest(wrong)) == "差し替え済みの証券等です"
    assert said(desk, digest(right)) == "登録されている証券等です"
    folders.asked_to_go(desk.office, agent, folder, old)
    assert said(desk, digest(wrong)) == "取り消された証券等です"


def test_what_was_deleted_stays_known_as_deleted(desk: ViewingDesk) -> None:
    """S3-47, S3-48: two people delete; or three years are over."""
    agent = folders.branch_of(desk.office)
    mistaken, old = bond("誤登録の証券"), bond("古い証券")
    folders.end(desk.office, folders.folder_with(desk.office, agent, "V-4", mistaken), FolderEvent.DELETE)
    folders.end(desk.office, folders.folder_with(desk.office, agent, "V-5", old), FolderEvent.EXPIRE)
    assert said(desk, digest(mistaken)) == "取り消された証券等です"
    assert said(desk, digest(old)) == "保管期間が終わった証券等です"


def test_one_byte_more_is_another_file(desk: ViewingDesk) -> None:
    assert said(desk, digest(bond("証券") + b"\n")) == "登録されていないファイルです"


def test_the_same_bytes_elsewhere_are_as_good_as_the_best_of_them(desk: ViewingDesk) -> None:
    """A bond that was put into a wrong folder first is withdrawn there, and good in its own."""
    content = bond("二つのフォルダの証券")
    agent = folders.branch_of(desk.office)
    wrong = folders.folder_with(desk.office, agent, "V-2", content)
    folders.asked_to_go(desk.office, agent, wrong, None)
    assert said(desk, digest(content)) == "取り消された証券等です"
    folders.folder_with(desk.office, agent, "V-3", content)
    assert said(desk, digest(content)) == "登録されている証券等です"


def test_how_programs_print_a_hash_does_not_matter(desk: ViewingDesk) -> None:
    plain = digest(bond("証券"))
    grouped = " ".join(plain[place : place + 2] for place in range(0, 64, 2)).upper()
    for typed in (plain.upper(), grouped, grouped.replace(" ", ":"), f"  {plain}\r\n"):
        assert said(desk, typed) == "登録されている証券等です"


@pytest.mark.parametrize("typed", ["", "   ", "0" * 63, "0" * 65, "g" * 64, "証券", "' OR 1=1 --"])
def test_what_is_no_hash_is_told_at_the_field_and_kept(desk: ViewingDesk, typed: str) -> None:
    answer = ask(desk.app.test_client(), typed)
    assert answer.status_code == 400
    assert 'id="sha256-error"' in answer.text
    assert "<title>エラー：" in answer.text
    assert "verdict" not in answer.text


def test_nothing_else_is_learnt(desk: ViewingDesk) -> None:
    """Neither whose it is nor which number, works or contractor."""
    answer = ask(desk.app.test_client(), digest(bond("証券"))).text
    for secret in ("A-1", "見本橋", "見本建設", "証券1.pdf", "見本insurer"):
        assert secret not in answer
    assert "署名なし" in answer


def test_an_unknown_file_has_no_signature_to_tell_of(desk: ViewingDesk) -> None:
    assert "電子署名</dt>" not in ask(desk.app.test_client(), "0" * 64).text


def test_too_many_questions_from_one_address_have_to_wait(desk: ViewingDesk) -> None:
    client = desk.app.test_client()
    statuses = [ask(client, "0" * 64, "192.0.2.8").status_code for _ in range(TRIES + 1)]
    assert statuses == [200] * TRIES + [429]
    assert ask(client, "0" * 64, "192.0.2.9").status_code == 200


def test_the_file_is_never_sent(desk: ViewingDesk) -> None:
    """The field for the file has no name and its form no encoding for files: no browser sends it."""
    page = desk.app.test_client().get("/verify").text
    (field,) = re.findall(r'<input[^>]*type="file"[^>]*>', page)
    assert "name=" not in field
    assert "multipart" not in page
