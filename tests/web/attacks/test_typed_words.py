"""What an attacker types: in forms, on paper, in mails."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from adapters.db.models import OutgoingMail, WebSession
from adapters.mail.catcher import MailCatcher
from domain.access import Role
from services import outbox
from services.applications import printed_document
from tests import programs
from tests.factories import applications
from tests.factories.applications import SAMPLE
from tests.factories.printing import paper_pool
from tests.web.office.conftest import Desks

APPLY = "/services/gid/apply"
EVIL = "{{7*7}}<b>[[download_url]]%(x)s"


@pytest.fixture
def form(desks: Desks):
    """Sends the application form, its body already encoded, from a browser that has consented."""
    client = desks.browser()

    def token(path: str) -> str:
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(APPLY + path).text)
        assert found
        return found[1]

    for path, typed in (
        ("/agreement", {"download": "yes"}),
        ("/agreement", {"agree": "yes"}),
        ("/consent", {"privacy": "yes", "check": "yes"}),
        ("/consent", {"profile": "employee"}),
    ):
        client.post(APPLY + path, data=typed | {"csrf_token": token(path)})
    known = token("/form")

    def send(raw: bytes):
        body = urlencode({"csrf_token": known}).encode() + b"&" + raw
        return client.post(f"{APPLY}/form", data=body, content_type="application/x-www-form-urlencoded")

    return send


@pytest.mark.parametrize("bytes_", [b"%00", b"%ed%a0%80", b"%ff%fe", b"%0d%0aBcc:x", b"%e2%80%ae", b"%f0%9f%98%80"])
def test_no_octets_in_any_field_are_a_fault_of_ours(form, bytes_: bytes) -> None:
    everywhere = b"&".join(name.encode() + b"=" + bytes_ for name in SAMPLE)
    assert form(everywhere).status_code == 422


def test_a_stranger_cannot_fill_the_disk_by_his_session(form, desks: Desks) -> None:
    long = urlencode(dict.fromkeys(SAMPLE, "x" * 60000)).encode()
    assert form(long).status_code == 422
    with desks.office.database.read() as session:
        assert max(len(row.sealed) for row in session.query(WebSession)) < 300_000


def test_a_form_of_a_million_fields_is_not_read(desks: Desks) -> None:
    """It would keep a processor busy for four seconds; before anybody is asked who sends it."""
    many = b"a&" * 1_000_000
    answer = desks.browser().post("/office/login", data=many, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_template_marks_and_places_of_secrets_stay_letters(desks: Desks, tmp_path) -> None:
    """On the printed form and in the mail that carries the URL."""
    office = replace(desks.office, renderer=paper_pool())
    code = applications.issued(office, desks.crew, building=EVIL, surname="[[download_url]]", given_name="{{7*7}}")
    pdf = tmp_path / "form.pdf"
    pdf.write_bytes(printed_document(office, code))
    text = programs.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()  # noqa: S607, S603 — our own tool
    assert EVIL in "".join(text.split())
    catcher = MailCatcher(tmp_path / "mails", office.clock)
    outbox.send_due(office, catcher, "office@example.jp", limit=50)
    named = [mail for mail in catcher.caught() if "{{7*7}}" in mail.body]
    assert named, "the letters address the applicant by name"
    assert [mail.subject for mail in named if "/download/" in mail.body] == [
        mail.subject for mail in named if "ダウンロード" in mail.subject
    ]
    with office.database.read() as session:
        assert all("/download/" not in mail.body for mail in session.query(OutgoingMail))


def test_line_breaks_in_a_letter_start_no_header(desks: Desks, tmp_path) -> None:
    code = desks.codes["reviewing"]
    clerk = desks.clerk(Role.REVIEWER)
    clerk.on_own_page(code, "deficiency", {"text": "a\r\nBcc: thief@example.com\r\n\r\n.\r\nMAIL FROM:<x>\x00\x1b"})
    catcher = MailCatcher(tmp_path, desks.office.clock)
    outbox.send_due(desks.office, catcher, "office@example.jp", limit=50)
    letters = [path.read_bytes() for path in tmp_path.glob("*.eml")]
    assert letters
    assert not any(re.search(rb"^Bcc:", letter, re.MULTILINE | re.IGNORECASE) for letter in letters)
    assert any("thief@example.com" in mail.body for mail in catcher.caught())
