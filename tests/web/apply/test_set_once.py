"""Pages that are set once: they read as if set for each person, and hold nothing of anybody (design §3)."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from blueprints.shared.set_once import KEPT, NOBODYS_HOST
from tests.factories.applications import SAMPLE
from tests.web.apply.conftest import APPLY, Applicant

TOKEN = re.compile(r'(name="csrf_token"[^>]*value=")[^"]+')
NOBODY_ELSE = {"surname": "山田", "given_name": "花子", "surname_kana": "やまだ", "given_name_kana": "はなこ"}
PLAIN = "?plain=1"
"""An argument that no page knows: such a page is set for this request alone."""


def visitor(app: Flask) -> Applicant:
    return Applicant(app.test_client())


def without_token(page: str) -> str:
    return TOKEN.sub(r"\1", page).replace("plain=1&amp;", "")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", ["/form", "/confirm"])
def test_a_page_that_is_filled_in_is_the_page_that_would_be_set(app: Flask, path: str, language: str) -> None:
    people = [visitor(app), visitor(app)]
    for person, own in zip(people, ({}, NOBODY_ELSE | {"proxy": "yes", "proxy_name": "<b>代理</b>"}), strict=True):
        person.client.get(f"/?language={language}")
        person.consent()
        person.fill_in(**own)
        for _again in range(2):
            filled = person.get(path).text
            assert without_token(filled) == without_token(person.get(path + PLAIN).text)
            assert "\0" not in filled


def test_what_is_kept_is_of_nobody(app: Flask) -> None:
    """Neither what was typed nor a token, even of the person for whom the page was set first."""
    person = visitor(app)
    person.consent()
    person.fill_in(**NOBODY_ELSE)
    seen = person.get("/form").text + person.get("/confirm").text
    kept = "".join(part for parts in app.extensions[KEPT].values() for part in parts)
    keys = repr(list(app.extensions[KEPT]))
    token = re.search(r'name="csrf_token"[^>]*value="([^".]+)', seen)
    assert token
    for own in (token[1], "山田", "やまだ", SAMPLE["email"], SAMPLE["street"]):
        assert own in seen
        assert own not in kept
        assert own not in keys


def test_another_person_sends_the_page_with_an_own_token(app: Flask) -> None:
    first, second = visitor(app), visitor(app)
    for person in (first, second):
        person.consent()
        assert person.fill_in().location == f"{APPLY}/confirm"
    assert "/apply/printed/" in second.confirm().location


def test_a_made_up_host_gets_into_nobodys_page(app: Flask) -> None:
    """Neither that of whoever came first, nor the one that stands in for it."""
    first = visitor(app)
    first.consent()
    first.fill_in()
    session = first.client.get_cookie("__Host-madoguchi")
    assert session
    headers = {"Host": "evil.example.com", "Cookie": f"__Host-madoguchi={session.value}"}
    for path in ("/form", "/confirm"):
        assert app.test_client(use_cookies=False).get(APPLY + path, headers=headers).status_code == 200
    kept = repr(list(app.extensions[KEPT].items()))
    assert "evil.example.com" not in kept
    assert NOBODYS_HOST not in kept


def test_a_word_that_is_said_once_is_not_kept(app: Flask) -> None:
    person = visitor(app)
    person.consent()
    with person.client.session_transaction() as session:
        session["_flashes"] = [("info", "この一度だけ")]
    assert "この一度だけ" in person.get("/form").text
    assert "この一度だけ" not in person.get("/form").text
