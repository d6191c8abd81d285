"""Every address of the application, sent what nobody should send: refused in words, never a fault of ours.

Nothing here names the routes: they come from the address map, so that a new one is attacked from its first day.
"""

from __future__ import annotations

import io
import logging
import re
from urllib.parse import unquote

import pytest
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from blueprints.shared.access import PUBLIC, open_to_all
from domain.access import Role
from services import web_sessions
from tests.contract.test_routes import (
    COOKIE,
    RAW_TOKEN,
    STRANGER,
    WITHOUT_CSRF,
    House,
    may,
    methods,
    sent_to_log_in,
)
from tests.factories.offices import make_config

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
BOUNDARY = "multipart/form-data; boundary=x"
FORM = "application/x-www-form-urlencoded"
BODIES = {
    "json": (b'{"a": [1, {"b": null', "application/json"),
    "cut multipart": (b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nabc', BOUNDARY),
    "multipart that is none": (b"\x00\xff" * 50, BOUNDARY),
    "NUL": (b"a=%00&%00=b&note=%00&text=%00&email=%00", FORM),
    "no UTF-8": (b"a=%ff%fe&note=%ed%a0%80&text=\xff\xfe&email=%c3%28&%%%", FORM + "; charset=shift_jis"),
}
HUGE = "9" * 400
STRANGE = ("-1", "9" * 30, HUGE, "%00", "%ff%fe", "..%2f..%2fetc", "%0d%0aA:b")
OTHER_METHODS = ("PUT", "PATCH", "DELETE")


def somebody(house: House, rule: Rule) -> str:
    """Who may open it: refusals are to come from the route, not from the door."""
    return STRANGER if house.access(rule) == PUBLIC else next(role for role in Role if may(house, rule, role))


def send(  # noqa: PLR0913 — a request has as many parts as it has
    house: House,
    path: str,
    method: str,
    who: str,
    *,
    body: bytes = b"",
    kind: str = "",
    raw_token: str = RAW_TOKEN,
    length: int | None = None,
) -> TestResponse:
    """One request in a fresh session of this person, with a CSRF token made for the session ``raw_token`` is of."""
    token, staff_id = house.office.randomness.token(), None if who == STRANGER else house.staff[Role(who)]
    kept: dict[str, object] = {"csrf_token": RAW_TOKEN, "confirmed_at": house.office.clock().isoformat()}
    if staff_id is not None:
        kept |= {"_user_id": str(staff_id), "_fresh": True}
    web_sessions.save(house.office, token, kept, staff_id=staff_id)
    client = house.app.test_client()
    client.set_cookie(COOKIE, token)
    signed = URLSafeTimedSerializer(house.app.secret_key or b"", salt="wtf-csrf-token").dumps(raw_token)
    return client.open(
        path,
        method=method,
        headers={"X-CSRFToken": signed},
        input_stream=io.BytesIO(body),
        content_type=kind or None,
        environ_overrides={} if length is None else {"CONTENT_LENGTH": str(length)},
    )


def fault(answer: TestResponse, *, refused: bool = False) -> str:
    """Empty if the answer is an ordinary one: led on, shown, or refused on a page of ours in Japanese."""
    if answer.status_code >= 500 or (refused and answer.status_code < 400):
        return answer.status
    if answer.status_code >= 400 and answer.mimetype == "text/html" and not JAPANESE.search(answer.text):
        return f"{answer.status} without words"
    return ""


def posts(house: House) -> list[Rule]:
    return [rule for rule in house.rules if "POST" in methods(rule)]


@pytest.mark.parametrize("name", BODIES)
def test_what_is_no_form_of_ours_is_no_fault_of_ours(house: House, name: str) -> None:
    body, kind = BODIES[name]
    wrong = []
    for rule in posts(house):
        found = fault(send(house, house.url(rule), "POST", somebody(house, rule), body=body, kind=kind))
        if found:
            wrong.append(f"{rule.rule}: {found}")
    assert wrong == []


@pytest.mark.parametrize("kind", [FORM, BOUNDARY])
def test_what_is_too_large_is_refused_unread(house: House, kind: str) -> None:
    """By what it announces: not an octet of it is waited for."""
    wrong = []
    for rule in posts(house):
        answer = send(house, house.url(rule), "POST", somebody(house, rule), kind=kind, length=200_000_000)
        # A download's form is not looked at before its address is known.
        unread = {413, 404} if rule.endpoint in WITHOUT_CSRF else {413}
        if answer.status_code not in unread or not JAPANESE.search(answer.text):
            wrong.append(f"{rule.rule}: {answer.status}")
    assert wrong == []


@pytest.mark.parametrize("text", STRANGE)
def test_nothing_in_the_place_of_a_value_is_a_fault_of_ours(house: House, text: str) -> None:
    wrong = []
    for rule in house.rules:
        path = re.sub(r"<[^>]+>", text, rule.rule)
        if path == rule.rule:
            continue
        for method in methods(rule):
            found = fault(send(house, path, method, somebody(house, rule)))
            if found:
                wrong.append(f"{method} {rule.rule}: {found}")
    assert wrong == []


def test_another_sessions_token_opens_nothing(house: House) -> None:
    """Whoever has an account of the office has a token too; it is worth nothing in another's browser."""
    wrong = []
    for rule in posts(house):
        if rule.endpoint not in WITHOUT_CSRF:
            answer = send(house, house.url(rule), "POST", somebody(house, rule), raw_token="another session's")
            if answer.status_code != 400 or not JAPANESE.search(answer.text):
                wrong.append(f"{rule.rule}: {answer.status}")
    assert wrong == []


def test_a_token_of_a_session_that_ended_opens_nothing(house: House) -> None:
    """Replayed after the log-out, with the cookie and all."""
    token = house.office.randomness.token()
    kept = {"csrf_token": RAW_TOKEN, "_user_id": str(house.staff[Role.RECEPTION]), "_fresh": True}
    web_sessions.save(house.office, token, kept, staff_id=house.staff[Role.RECEPTION])
    signed = URLSafeTimedSerializer(house.app.secret_key or b"", salt="wtf-csrf-token").dumps(RAW_TOKEN)
    client = house.app.test_client()
    client.set_cookie(COOKIE, token)
    assert client.post("/office/logout", headers={"X-CSRFToken": signed}).status_code == 303
    client.set_cookie(COOKIE, token)
    wrong = []
    for rule in posts(house):
        if rule.endpoint not in WITHOUT_CSRF:
            answer = client.post(house.url(rule), headers={"X-CSRFToken": signed})
            if answer.status_code != 400 and not sent_to_log_in(answer):
                wrong.append(f"{rule.rule}: {answer.status}")
    assert wrong == []


@pytest.mark.parametrize(
    "locale", ["xx-XX", "ja_JP.UTF-8@x", "*", "en;q=nonsense", "../../etc/passwd", "a" * 4000, "é"]
)
def test_a_language_nobody_speaks_is_answered_in_japanese(house: House, locale: str) -> None:
    client = house.app.test_client()
    for path in ("/", "/office/login", "/services/gid/", "/nowhere"):
        answer = client.get(path, headers={"Accept-Language": locale}, query_string={"lang": locale, "locale": locale})
        assert answer.status_code < 500
        assert JAPANESE.search(answer.text)
        assert '<html lang="ja"' in answer.text


def test_every_answer_says_what_it_is(house: House) -> None:
    """ASVS 5.0 V3.4, V4.1.1: type and character set, no guessing, no foreign frame, no Referer, no other origin."""
    wrong = []
    for rule in house.rules:
        if "GET" not in methods(rule):
            continue
        answer = send(house, house.url(rule), "GET", somebody(house, rule))
        heads = answer.headers
        text = (answer.mimetype or "").startswith("text/")
        good = (
            (not answer.data or heads.get("Content-Type"))
            and (not text or "charset=utf-8" in heads["Content-Type"].lower())
            and heads.get("X-Content-Type-Options") == "nosniff"
            and heads.get("Referrer-Policy") == "no-referrer"
            and "frame-ancestors 'self'" in heads.get("Content-Security-Policy", "frame-ancestors 'self'")
            and (not text or "Content-Security-Policy" in heads)
            and "Access-Control-Allow-Origin" not in heads
        )
        if not good:
            wrong.append(f"{rule.rule}: {dict(heads)}")
    assert wrong == []


def test_other_methods_are_refused(house: House) -> None:
    """ASVS 5.0 V13.4.4."""
    client = house.app.test_client()
    wrong = [
        f"{method} {rule.rule}: {answer.status}"
        for number, rule in enumerate(house.rules)
        # TRACE at each, and of the others one at a time.
        for method in ("TRACE", OTHER_METHODS[number % len(OTHER_METHODS)])
        if (answer := client.open(house.url(rule), method=method)).status_code != 405
        or not JAPANESE.search(answer.text)
    ]
    assert wrong == []


def test_folders_are_not_listed(house: House) -> None:
    """ASVS 5.0 V13.4.3."""
    client = house.app.test_client()
    found = {path: client.get(path).status_code for path in ("/static", "/static/", "/static/css", "/static/css/")}
    assert set(found.values()) == {404}, found


def test_a_fault_of_ours_tells_a_reference_and_nothing_else(
    house: House,
    tmp_path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """ASVS 5.0 V13.4.2, V16.3.4, V16.5.1: whoever keeps the machine finds it in the journal by the reference."""
    app = create_app(make_config(tmp_path, public_url="http://localhost"), office=house.office)
    assert not app.debug

    @open_to_all
    def falls() -> str:
        raise RuntimeError("the engine room is at /var/lib/engine")

    app.add_url_rule("/falls", "falls", falls)
    answer = app.test_client().get("/falls")
    assert answer.status_code == 500
    assert JAPANESE.search(answer.text)
    assert not re.search("Traceback|RuntimeError|engine", answer.text)
    (record,) = [record for record in caplog.records if "reference" in record.getMessage()]
    reference = record.getMessage().rpartition(" ")[2]
    assert reference in answer.text
    assert record.exc_info
    assert "engine room" in str(record.exc_info[1])


def test_what_was_refused_stands_in_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """ASVS 5.0 V16.3.2, V16.3.3: by the route's name, for an address may hold a token."""
    caplog.set_level(logging.WARNING, "madoguchi.refused")
    by_endpoint = {rule.endpoint: rule for rule in house.rules}
    guarded, public = by_endpoint["office.settings"], by_endpoint["download.enter_password"]
    assert send(house, house.url(guarded), "GET", Role.AUDITOR).status_code == 403
    assert send(house, house.url(by_endpoint["office.logout"]), "POST", Role.AUDITOR, raw_token="x").status_code == 400
    send(house, house.url(public), "DELETE", STRANGER)
    lines = [record.getMessage() for record in caplog.records if record.name == "madoguchi.refused"]
    who = house.staff[Role.AUDITOR]
    assert lines == [
        f"GET office.settings: not permitted (staff {who}, from 127.0.0.1)",
        f"POST office.logout: no token of this session (staff {who}, from 127.0.0.1)",
    ]
    assert unquote(house.url(public)) not in caplog.text
