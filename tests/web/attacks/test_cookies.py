"""Over TLS every cookie is bound to the host and out of reach of scripts (ASVS 5.0 V3.3.1 to V3.3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from app import create_app
from domain.access import Role
from services.office import Office
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, make_config, make_office, make_staff
from tests.fakes.printer import QuickPrinter
from tests.web.office.conftest import token_of

ADDRESS = "https://office.example.jp"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path, QuickPrinter(), public_url=ADDRESS)
    yield made
    made.database.close()


@pytest.fixture
def logged_in(office: Office, tmp_path: Path) -> TestResponse:
    """The answer to a log-in, over TLS."""
    _, secret = make_staff(office, Role.AUDITOR, email="auditor@example.jp")
    client = create_app(make_config(tmp_path, public_url=ADDRESS), office=office).test_client()
    shown = client.get("/office/login", base_url=ADDRESS)
    typed = {
        "csrf_token": token_of(shown.text),
        "email": "auditor@example.jp",
        "password": PASSWORD,
        "code": code_at(secret, office.clock()),
    }
    answer = client.post("/office/login", data=typed, base_url=ADDRESS)
    assert answer.status_code == 303
    return answer


def test_every_cookie_is_locked_to_the_host(logged_in: TestResponse) -> None:
    """RFC 6265bis §4.1.3.2: `__Host-` is believed only with Secure, Path=/ and without Domain."""
    cookies = logged_in.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-madoguchi", "__Host-madoguchi-device"}
    for cookie in cookies:
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/"} <= attributes
        assert not any(part.startswith("domain") for part in attributes)
        same_site = "samesite=strict" if "-device" in cookie.partition("=")[0] else "samesite=lax"
        assert same_site in attributes


def test_a_cookie_without_the_prefix_is_not_looked_at(office: Office, tmp_path: Path) -> None:
    """A neighbouring subdomain can plant that one."""
    client = create_app(make_config(tmp_path, public_url=ADDRESS), office=office).test_client()
    client.set_cookie("madoguchi", "planted", domain="office.example.jp")
    answer = client.get("/office/login", base_url=ADDRESS)
    assert "planted" not in str(answer.headers)
    assert answer.headers["Set-Cookie"].startswith("__Host-madoguchi=")
