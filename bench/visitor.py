"""A person's browser as far as a measurement needs one: cookies, the CSRF token, one open connection."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

from adapters.clock import system_clock
from domain.ports import Clock
from tests.factories.applications import SAMPLE
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD

APPLY = "/services/gid/apply"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_KEY = re.compile(r'name="request_key" value="([^"]+)"')


class Visitor:
    """Asks for pages; raises ``AssertionError`` for an answer that was not expected."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self.page = ""
        self.location = ""
        self._refresh = ""

    def get(self, path: str) -> None:
        """Opens a page; its text is in ``page``."""
        self._ask("GET", path, None, 200)

    def post(self, path: str, fields: Mapping[str, str]) -> None:
        """Sends the form of the page last opened, and expects to be sent on."""
        self.send(path, fields, 303)

    def send(self, path: str, fields: Mapping[str, str], expected: int) -> None:
        """Sends the form of the page last opened, and expects that status."""
        token = _TOKEN.search(self.page)
        assert token is not None, "the page has no form"
        self._ask("POST", path, urlencode({**fields, "csrf_token": token.group(1)}), expected)

    def look(self, path: str) -> str:
        """Opens a page that may lead on; gives where one is then."""
        self._ask("GET", path, None, 200, 303)
        return self.location or path

    def has_form(self, printed: str) -> bool:
        """Whether the printed form behind its page is a PDF."""
        self._connection.request("GET", f"{printed}/application.pdf", headers=self._headers)
        return self._connection.getresponse().read().startswith(b"%PDF-")

    @property
    def cookies(self) -> dict[str, str]:
        """For a browser that goes on from here."""
        return dict(self._cookies)

    @property
    def told_to_wait(self) -> float:
        """After how many seconds the page looks again by itself."""
        return float(self._refresh or 1)

    def fetch(self, path: str) -> None:
        """Asks and reads the answer, and nothing else: what is timed."""
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"

    def log_in(self, email: str, secret: str, clock: Clock = system_clock) -> None:
        """A member of staff, by password and one-time code, at the hour of the office."""
        self.get("/office/login")
        self.post("/office/login", {"email": email, "password": PASSWORD, "code": code_at(secret, clock())})

    def agree(self) -> None:
        """From the terms to the form (S4-54…S4-62)."""
        self.get(f"{APPLY}/agreement")
        self.post(f"{APPLY}/agreement", {"download": "yes"})
        self.get(f"{APPLY}/agreement")
        self.post(f"{APPLY}/agreement", {"agree": "yes"})
        self.get(f"{APPLY}/consent")
        self.post(f"{APPLY}/consent", {"privacy": "yes", "check": "yes"})
        self.get(f"{APPLY}/consent")
        self.post(f"{APPLY}/consent", {"profile": "employee"})

    def fill_in(self) -> None:
        """From the form to the confirmation (S4-65…S4-107)."""
        self.get(f"{APPLY}/form")
        self.post(f"{APPLY}/form", SAMPLE)
        self.get(f"{APPLY}/confirm")

    def confirm(self) -> None:
        """From the confirmation to the printed paper (S4-108…S4-114)."""
        key = _KEY.search(self.page)
        assert key is not None
        self.post(f"{APPLY}/confirm", {"request_key": key.group(1)})

    def print_form(self) -> str:
        """The same; gives where it leads: to the form, or to the queue."""
        self.confirm()
        return self.location

    def close(self) -> None:
        """Hangs up."""
        self._connection.close()

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}

    def _ask(self, method: str, path: str, body: str | None, *expected: int) -> None:
        headers = self._headers
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        self.page = answer.read().decode()
        self._keep_cookies(answer)
        self.location = answer.headers.get("Location", "")
        self._refresh = answer.headers.get("Refresh", "")
        assert answer.status in expected, f"{method} {path}: {answer.status}"

    def _keep_cookies(self, answer: HTTPResponse) -> None:
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self._cookies[name] = value
