"""The agent's desk: upload, folder, passwords, deletion (S3-04, S3-13…S3-25, S3-48)."""

from __future__ import annotations

import base64
import dataclasses
import io
import re
import zipfile

import pikepdf
import pytest
from werkzeug.test import TestResponse

from adapters.db.models import BondDeletion, BondFolder
from domain.bonds.folder import KIND_NAMES, BondKind
from services import bond_viewing
from services.bond_viewing import Opened
from tests.factories.bonds import files, folder, mails_of, pdf, registered
from tests.factories.offices import VISITOR, one_person_office
from tests.factories.printing import paper_pool
from tests.factories.records import all_of
from tests.web.orderer.conftest import Counter, Visitor, hidden_inputs, words

NEW = "/office/bonds/new"
TYPED = {
    "policy_number": "ｂ７６５４３２１",
    "kind": "performance_insurance",
    "works_name": "例示川護岸工事",
    "contractor_name": "株式会社見本建設",
    "contractor_email": "kensetsu@example.jp",
    "contractor_email_again": "kensetsu@example.jp",
    "insurance_end_year": "R9",
    "insurance_end_month": "3",
    "insurance_end_day": "31",
}


def upload(*contents: bytes, name: str = "証券.pdf") -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(content), name) for content in contents]


def fill(counter: Counter, visitor: Visitor, *contents: bytes, page: str = NEW, **changes: object) -> TestResponse:
    """The form with its files; as a browser without JavaScript sends it."""
    shown = visitor.get(page).text
    typed = hidden_inputs(shown) | TYPED | {"insurer": str(counter.houses.insurer)} | changes
    return visitor.client.post(page, data={**typed, "files": upload(*contents)}, content_type="multipart/form-data")


def confirmed(visitor: Visitor, page: str, **typed: str) -> TestResponse:
    return visitor.post(page.split("?", maxsplit=1)[0], typed, page=page)


def opened(counter: Counter) -> Opened:
    return bond_viewing.enter(counter.office, VISITOR, url=counter.url, password=counter.password)


def test_a_folder_from_form_to_page(counter: Counter) -> None:
    agent = counter.at_desk(counter.houses.agent)
    asked = fill(counter, agent, pdf(), pdf())
    assert asked.status_code == 303
    page = asked.headers["Location"]
    shown = words(agent.get(page))
    assert "B7654321" in shown
    assert "2027年3月31日" in shown
    assert "kensetsu@example.jp へ閲覧用URLを、あなたへ閲覧用パスワードをメールで送ります。" in shown
    done = confirmed(agent, page)
    assert done.status_code == 303
    made = all_of(counter.office, BondFolder)[-1]
    assert (made.policy_number, made.kind, len(files(counter.office, made.id))) == (
        "B7654321",
        "performance_insurance",
        2,
    )
    told = words(agent.get(done.headers["Location"]))
    assert "証券等閲覧用URLのご案内" in told
    assert "まだ閲覧されていません。" in told


def test_a_second_press_leads_to_the_same_folder(counter: Counter) -> None:
    agent = counter.at_desk(counter.houses.agent)
    page = fill(counter, agent, pdf()).headers["Location"]
    sent = hidden_inputs(agent.get(page).text)
    answers = [agent.client.post(page.split("?")[0], data=sent) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(all_of(counter.office, BondFolder)) == 2


def test_a_refused_file_and_a_wrong_field_lose_nothing(counter: Counter) -> None:
    agent = counter.at_desk(counter.houses.agent)
    answer = fill(counter, agent, pdf(), b"MZ", policy_number="証券", contractor_email_again="other@example.jp")
    assert answer.status_code == 422
    shown = words(answer)
    assert "受け付けられなかったファイル(1件)" in shown
    assert "PDFファイルではありません。" in shown
    assert "証券番号：証券番号は、半角の英数字とハイフンで入力してください。" in shown
    assert "二つのメールアドレスが一致していません。" in shown
    assert 'value="株式会社見本建設"' in answer.text
    assert "外す" in shown, "the good file is still there"
    key = hidden_inputs(answer.text)["key"]
    again = agent.client.post(
        NEW,
        data={**hidden_inputs(answer.text), **TYPED, "insurer": str(counter.houses.insurer)},
        content_type="multipart/form-data",
    )
    assert again.status_code == 303
    assert key in again.headers["Location"]


@pytest.mark.parametrize("field", ["policy_number", "kind", "works_name", "contractor_name", "insurance_end_year"])
def test_every_empty_field_is_named(counter: Counter, field: str) -> None:
    answer = fill(counter, counter.at_desk(counter.houses.agent), pdf(), **{field: ""})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_without_a_file_the_form_says_so(counter: Counter) -> None:
    assert "PDFファイルを1つ以上選んでください。" in words(fill(counter, counter.at_desk(counter.houses.agent)))


def test_a_file_can_be_taken_out_again(counter: Counter) -> None:
    agent = counter.at_desk(counter.houses.agent)
    answer = fill(counter, agent, pdf(), policy_number="")
    number = re.search(r'name="drop" value="(\d+)"', answer.text)
    assert number
    dropped = agent.client.post(NEW, data={**hidden_inputs(answer.text), **TYPED, "drop": number[1]})
    assert dropped.status_code == 303
    shown = agent.get(dropped.headers["Location"])
    assert "外す" not in words(shown)
    assert 'value="株式会社見本建設"' in shown.text


def test_files_come_one_by_one_too(counter: Counter) -> None:
    """As the page's script sends them, with a progress bar."""
    agent = counter.at_desk(counter.houses.agent)
    sent = hidden_inputs(agent.get(NEW).text)

    def send(content: bytes) -> TestResponse:
        data = {**sent, "folder": "", "file": (io.BytesIO(content), "証券.pdf")}
        return agent.client.post("/office/bonds/files", data=data, content_type="multipart/form-data")

    assert send(pdf()).json == {"id": 1}
    refused = send(b"MZ")
    assert refused.status_code == 422
    assert "PDFファイルではありません。" in (refused.json or {})["refused"]
    none = agent.client.post("/office/bonds/files", data=sent, content_type="multipart/form-data")
    assert none.status_code == 422


def test_more_than_an_ordinary_form_may_be_sent_here_and_nowhere_else(counter: Counter) -> None:
    """By raw octets, since a client of tests keeps large files open."""
    agent = counter.at_desk(counter.houses.agent)
    sent = hidden_inputs(agent.get(NEW).text)
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in sent.items()]
    head = (
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    )
    body = "".join(parts).encode() + head.encode() + pdf("大" * 2_000_000) + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    taken = agent.client.post("/office/bonds/files", data=body, content_type=kind)
    assert taken.json == {"id": 1}
    for client, path in ((agent.client, "/orderer"), (counter.visitor().client, "/office/bonds/files")):
        assert client.post(path, data=body, content_type=kind).status_code == 413


def test_a_taken_policy_number_is_told_at_its_field(counter: Counter) -> None:
    agent = counter.at_desk(counter.houses.agent)
    page = fill(counter, agent, pdf(), policy_number="A1234567").headers["Location"]
    answer = confirmed(agent, page)
    assert answer.status_code == 422
    assert "この証券番号のフォルダはすでにあります。" in words(answer)
    assert "外す" in words(answer)


def test_s3_18_an_additional_upload_with_what_it_replaces(counter: Counter) -> None:
    agent = counter.at_desk(counter.houses.agent)
    page = f"/office/bonds/{counter.folder_id}/add"
    before, (old,) = counter.password, files(counter.office, counter.folder_id)
    session = opened(counter)
    asked = fill(counter, agent, pdf(), page=page)
    assert asked.status_code == 303
    new_id = re.search(r'name="replaces_(\d+)"', agent.get(asked.headers["Location"]).text)
    assert new_id
    done = confirmed(
        agent, asked.headers["Location"], **{f"replaces_{new_id[1]}": str(old.id), f"paper_{new_id[1]}": "bond"}
    )
    assert done.status_code == 303
    assert counter.password != before
    assert "差し替え済み(新しいファイル 2)" in words(agent.get(done.headers["Location"]))
    with pytest.raises(Exception, match="viewing_over"):
        bond_viewing.viewing(counter.office, session.viewing_id, session.key)


def test_passwords_and_urls_are_told_again_renewed_and_revoked(counter: Counter) -> None:
    agent = counter.at_desk(counter.houses.agent)
    page = f"/office/bonds/{counter.folder_id}"
    for act, words_told in (
        ("resend-url", "いまの閲覧用URLを、受注者へメールで送ります。"),
        ("resend-password", "いまの閲覧用パスワードを、あなたへメールで送ります。"),
        ("new-password", "新しい閲覧用パスワードを発行しました。"),
        ("revoke-url", "閲覧用URLを無効にしました。"),
        ("revoke-url", "閲覧用URLは無効にしてあります。"),
    ):
        assert agent.post(f"{page}/{act}", page=page).status_code == 303
        assert words_told in words(agent.get(page))
    wrong = agent.post(f"{page}/new-url", {"contractor_email": "だれか"})
    assert wrong.status_code == 422
    assert agent.post(f"{page}/new-url", {"contractor_email": "right@example.jp"}).status_code == 303
    assert mails_of(counter.office, "bond_url")[-1].recipient == "right@example.jp"


def test_s3_48_deletion_takes_two_people(counter: Counter) -> None:
    agent, branch = counter.at_desk(counter.houses.agent), counter.at_desk(counter.houses.branch)
    page = f"/office/bonds/{counter.folder_id}"
    assert agent.post(f"{page}/delete", {"reason": ""}).status_code == 422
    assert agent.post(f"{page}/delete", {"reason": "証券番号の誤り"}).status_code == 303
    assert "証券番号の誤り" in words(branch.get(page))
    (wish,) = all_of(counter.office, BondDeletion)
    agent.post(f"{page}/deletions/{wish.id}/approve", page=page)
    assert "別の人が行う必要があります" in words(agent.get(page))
    branch.post(f"{page}/deletions/{wish.id}/approve", page=page)
    assert "削除済み" in words(branch.get(page))
    assert folder(counter.office, counter.folder_id).state == "deleted"


def test_a_file_alone_and_a_change_of_mind(counter: Counter) -> None:
    two = registered(counter.office, counter.houses, pdf(), pdf())
    agent = counter.at_desk(counter.houses.agent)
    page, first = f"/office/bonds/{two}", files(counter.office, two)[0]
    assert agent.get(f"{page}/delete?file=999").status_code == 404
    assert agent.post(f"{page}/delete?file={first.id}", {"reason": "誤り"}).status_code == 303
    twice = agent.post(f"{page}/delete?file={first.id}", {"reason": "誤り"})
    assert twice.status_code == 409
    assert "すでに削除の申し出が出ています。" in words(twice)
    wish = all_of(counter.office, BondDeletion)[-1]
    agent.post(f"{page}/deletions/{wish.id}/decline", page=page)
    assert "削除の申し出を取り下げました。" in words(agent.get(page))


def test_where_one_person_is_enough_the_folder_is_gone(counter: Counter) -> None:
    one_person_office(counter.office)
    agent = counter.at_desk(counter.houses.agent)
    agent.post(f"/office/bonds/{counter.folder_id}/delete", {"reason": "誤り"})
    assert folder(counter.office, counter.folder_id).state == "deleted"


def test_s3_04_a_strange_folder_is_not_there_whatever_one_tries(counter: Counter) -> None:
    stranger = counter.at_desk(counter.houses.other_branch)
    page = f"/office/bonds/{counter.folder_id}"
    for path in ("", "/add", "/delete", "/new-url", "/form.pdf", "/form.docx"):
        assert stranger.get(page + path).status_code == 404, path
    for path in ("/new-password", "/resend-url", "/resend-password", "/revoke-url", "/form"):
        assert stranger.post(page + path, page="/office/bonds").status_code in {400, 404}, path
    assert "A1234567" not in words(stranger.get("/office/bonds"))


def test_the_list_is_searched_narrowed_and_saved(counter: Counter) -> None:
    registered(counter.office, counter.houses, policy_number="C9", contractor_name="=SUM(A1)")
    agent = counter.at_desk(counter.houses.agent)
    shown = words(agent.get("/office/bonds?text=ａ１２３４"))
    assert "A1234567" in shown
    assert "C9" not in shown
    assert "2件" in words(agent.get("/office/bonds?text=見本橋&state=all"))
    assert "この条件に合うフォルダはありません。" in words(agent.get("/office/bonds?state=gone"))
    saved = agent.get("/office/bonds/list.csv?state=all").data.decode("utf-8-sig").splitlines()
    assert len(saved) == 3
    assert "'=SUM(A1)" in saved[1], "no spreadsheet takes it for a formula"
    assert KIND_NAMES[BondKind.PERFORMANCE_BOND] in saved[1]


def test_s3_21_the_form_as_a_document_carries_password_and_hashes(counter: Counter) -> None:
    agent = counter.at_desk(counter.houses.agent)
    answer = agent.get(f"/office/bonds/{counter.folder_id}/form.docx")
    assert answer.status_code == 200
    text = zipfile.ZipFile(io.BytesIO(answer.data)).read("word/document.xml").decode()
    (file,) = files(counter.office, counter.folder_id)
    for expected in (counter.password, "見本損害保険株式会社", "A1234567", file.sha256, "工事名", "閲覧用URL"):
        assert expected in text
    assert counter.url not in text, "the contractor adds it"


def test_s3_22_the_encrypted_form_opens_with_its_own_password_only(counter: Counter) -> None:
    counter.app.extensions["madoguchi"] = dataclasses.replace(counter.office, renderer=paper_pool())
    agent = counter.at_desk(counter.houses.agent)
    page = f"/office/bonds/{counter.folder_id}"
    answer = agent.post(f"{page}/form", page=page)
    content = base64.b64decode(answer.text.split("base64,")[1].split('"')[0])
    password = re.search(r'data-copy="([^"]+)"', answer.text)
    assert password
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    with pikepdf.open(io.BytesIO(content), password=password[1]) as document:
        assert document.encryption.R == 6
        assert len(document.pages) == 1
    assert password[1] != counter.password


def test_s3_22_the_contractor_gets_it_filled_in_completely(counter: Counter) -> None:
    visitor = counter.visitor()
    page = visitor.client.post("/b", data={"url": counter.url, "password": counter.password}).headers["Location"]
    answer = visitor.get(f"{page}/form.docx")
    text = zipfile.ZipFile(io.BytesIO(answer.data)).read("word/document.xml").decode()
    for expected in (counter.url, counter.password, "見本橋補修工事", "株式会社架空建設", "A1234567"):
        assert expected in text
    assert visitor.get(f"{page}/form.pdf").mimetype == "application/pdf"
    assert counter.visitor().get(f"{page}/form.docx").status_code == 410, "another browser has no use for it"
