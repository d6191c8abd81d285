"""What every answer carries (design §8)."""

from __future__ import annotations

import re

import pytest

from tests.web.apply.conftest import Applicant


@pytest.mark.parametrize("path", ["/", "/services/gid/", "/services/gid/apply/types", "/office/login", "/nowhere"])
def test_strict_policy_on_every_page(applicant: Applicant, path: str) -> None:
    answer = applicant.client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" in answer.headers


@pytest.mark.parametrize("path", ["/services/gid", "/services//gid", "/services/gid?next=//evil.example"])
def test_nobody_is_sent_to_the_host_that_a_stranger_names(applicant: Applicant, path: str) -> None:
    answer = applicant.client.get(path, headers={"Host": "evil.example"}, base_url="http://evil.example")
    assert answer.status_code == 308
    assert re.match("/[^/]", answer.headers["Location"])


def test_the_session_cookie_is_locked_to_the_host(applicant: Applicant) -> None:
    cookie = applicant.get("/agreement").headers["Set-Cookie"]
    assert cookie.startswith("__Host-madoguchi=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie


def test_reading_pages_stores_nothing(applicant: Applicant) -> None:
    """A crawler leaves no session behind."""
    for path in ("/", "/services/gid/", "/services/gid/apply/types", "/services/gid/apply/preparation"):
        assert "Set-Cookie" not in applicant.client.get(path).headers


def test_unknown_service_and_kind_are_calm_pages(applicant: Applicant) -> None:
    for path in ("/services/none/", "/services/none/apply/form", "/services/gid/terms/none"):
        answer = applicant.client.get(path)
        assert answer.status_code == 404
        assert "次にすること" in answer.text


def test_healthz(applicant: Applicant) -> None:
    assert applicant.client.get("/healthz").get_json()["status"] == "ok"
