"""A weighty act asks once more who sits there, and loses nothing of what was typed (ASVS 5.0 7.5.3)."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask import request
from werkzeug.test import TestResponse

from adapters.db.models import AuditEvent
from blueprints.shared.access import requires
from domain.access import Permission, Role
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD
from tests.factories.records import all_of
from tests.web.office.conftest import Clerk, Desks, token_of, words

WEIGHTY = "/office/weighty"
ASKED = "重要な操作の前に、操作しているのがご本人であることをもう一度確認します。"


@pytest.fixture
def done() -> list[list[tuple[str, str]]]:
    """What reached the weighty act."""
    return []


@pytest.fixture
def clerk(desks: Desks, done: list[list[tuple[str, str]]]) -> Clerk:
    """An administrator who logged in ten minutes ago."""

    @requires(Permission.MANAGE_OFFICE, fresh=True)
    def weighty() -> str:
        if request.method == "POST":
            done.append(sorted(pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"))
        return "weighty act"

    desks.app.add_url_rule(WEIGHTY, "weighty", weighty, methods=["GET", "POST"])
    made = desks.clerk(Role.ADMINISTRATOR)
    assert made.get(WEIGHTY).text == "weighty act", "whoever has just logged in is not asked"
    desks.clock.advance(timedelta(minutes=10))
    return made


def hidden(answer: TestResponse) -> dict[str, str]:
    """The hidden inputs of the page that asks."""
    return dict(re.findall(r'<input[^>]*type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))


def send(clerk: Clerk, typed: Mapping[str, object]) -> TestResponse:
    return clerk.client.post(WEIGHTY, data={"csrf_token": token_of(clerk.get("/office/").text)} | dict(typed))


def test_a_page_is_come_back_to(clerk: Clerk) -> None:
    led = clerk.get(f"{WEIGHTY}?a=b")
    assert led.status_code == 303
    asked = clerk.get(led.location)
    assert ASKED in words(asked)
    answer = clerk.client.post(led.location, data=hidden(asked) | {"identity_proof": PASSWORD})
    assert answer.location == f"{WEIGHTY}?a=b"
    assert clerk.get(answer.location).text == "weighty act"


def test_the_code_of_the_app_does_as_well_and_only_once(clerk: Clerk, desks: Desks) -> None:
    code = code_at(clerk.member.secret, desks.clock())
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    page = "/office/confirm-identity"
    sent = {"identity_proof": f"{wide[:3]} {wide[3:]}", "next": WEIGHTY}
    assert clerk.client.post(page, data=hidden(clerk.get(page)) | sent).location == WEIGHTY
    desks.clock.advance(timedelta(minutes=10))
    again = clerk.client.post(page, data=hidden(clerk.get(page)) | sent)
    assert again.status_code == 422
    assert "パスワードまたは確認コードが違います。" in words(again)
    assert clerk.get(WEIGHTY).status_code == 303


def test_what_was_typed_goes_on_with_the_answer(clerk: Clerk, done: list[list[tuple[str, str]]]) -> None:
    typed = {"reason": "鍵が<漏れた>\n急いで", "role": ["issuer", "auditor"]}
    asked = send(clerk, typed)
    assert asked.status_code == 403
    assert "操作はまだ行われていません" in words(asked)
    assert done == []
    carried = re.findall(r'name="(\w+)" value="([^"]*)"', asked.text)
    assert ("reason", "鍵が&lt;漏れた&gt;\n急いで") in carried
    assert [value for name, value in carried if name == "role"] == ["issuer", "auditor"]
    answer = send(clerk, typed | {"identity_proof": PASSWORD})
    assert answer.text == "weighty act"
    ((*seen,),) = done
    assert [pair for pair in seen if pair[0] != "identity_proof"] == [
        ("reason", "鍵が<漏れた>\n急いで"),
        ("role", "auditor"),
        ("role", "issuer"),
    ]
    done.clear()
    assert send(clerk, typed).text == "weighty act", "the proof holds for the next ten minutes"


def test_a_wrong_answer_keeps_it_too_and_is_on_record(clerk: Clerk, desks: Desks, done: list[object]) -> None:
    for proof, told in (("wrong", "パスワードまたは確認コードが違います。"), ("", "入力してください。")):
        answer = send(clerk, {"reason": "理由", "identity_proof": proof})
        assert answer.status_code == 422
        assert told in words(answer)
        assert 'name="reason" value="理由"' in answer.text
    assert done == []
    assert all_of(desks.office, AuditEvent)[-1].action == "identity_refused"
    assert send(clerk, {"identity_proof": PASSWORD}).text == "weighty act"
    assert all_of(desks.office, AuditEvent)[-1].action == "confirm_identity"


def test_a_secret_is_never_said_again_and_a_file_must_be_chosen_again(clerk: Clerk) -> None:
    asked = send(clerk, {"new_password": "a long secret one", "note": "x", "file": (io.BytesIO(b"%PDF"), "a.pdf")})
    assert "a long secret one" not in asked.text
    assert 'name="note" value="x"' in asked.text
    assert "ファイルと秘密の値は引き継がれないため、もう一度入力が必要です。" in words(asked)
    assert "引き継がれない" not in words(send(clerk, {"note": "x"}))


def test_guessing_at_an_open_screen_is_slowed(clerk: Clerk, desks: Desks) -> None:
    for _try in range(10):
        assert send(clerk, {"identity_proof": "wrong"}).status_code == 422
    assert "15分ほど待って" in words(send(clerk, {"identity_proof": PASSWORD}))
    desks.clock.advance(timedelta(minutes=15))
    assert send(clerk, {"identity_proof": PASSWORD}).text == "weighty act"


def test_it_leads_nobody_out_of_the_house(clerk: Clerk) -> None:
    page = "/office/confirm-identity"
    typed = {"identity_proof": PASSWORD, "next": "//evil.example.com/"}
    assert clerk.client.post(page, data=hidden(clerk.get(page)) | typed).location == "/office/"


def test_the_permission_comes_before_the_question(desks: Desks, clerk: Clerk) -> None:
    reviewer = desks.clerk(Role.REVIEWER)
    desks.clock.advance(timedelta(minutes=10))
    assert reviewer.get(WEIGHTY).status_code == 403
    assert ASKED not in words(reviewer.get(WEIGHTY))
