"""An applicant at a browser without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from domain.ports import PdfRenderer
from services.office import Office
from tests.factories.applications import SAMPLE
from tests.factories.offices import FixedClock, make_config, make_office
from tests.fakes.printer import QuickPrinter

APPLY = "/services/gid/apply"


@dataclass
class Applicant:
    """A browser that sends each page's own CSRF token."""

    client: FlaskClient
    apply: str = APPLY
    kind: str = "employee"

    def get(self, path: str) -> TestResponse:
        return self.client.get(self.apply + path)

    def post(self, path: str, typed: Mapping[str, str], *, page: str = "") -> TestResponse:
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.get(page or path).text)
        assert token, f"{page or path} has no form"
        return self.client.post(self.apply + path, data={"csrf_token": token[1], **typed})

    def save_terms(self) -> None:
        self.post("/agreement", {"download": "yes"})

    def consent(self) -> None:
        self.save_terms()
        self.post("/agreement", {"agree": "yes"})
        self.post("/consent", {"privacy": "yes", "check": "yes"})
        self.post("/consent", {"profile": self.kind})

    def fill_in(self, **changes: str) -> TestResponse:
        return self.post("/form", SAMPLE | changes)

    def confirm(self) -> TestResponse:
        key = re.search(r'name="request_key" value="([^"]+)"', self.get("/confirm").text)
        assert key
        return self.post("/confirm", {"request_key": key[1]})

    def printed(self, **changes: str) -> str:
        """Goes all the way; gives the application's code."""
        self.consent()
        self.fill_in(**changes)
        return self.confirm().location.rsplit("/", 1)[1]


@pytest.fixture(scope="session")
def printer() -> PdfRenderer:
    """Quick, where nobody looks at the paper."""
    return QuickPrinter()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def office(tmp_path: Path, printer: PdfRenderer, clock: FixedClock) -> Iterator[Office]:
    made = make_office(tmp_path, printer, clock=clock)
    yield made
    made.database.close()


@pytest.fixture
def app(tmp_path: Path, office: Office) -> Flask:
    return create_app(make_config(tmp_path, public_url=office.public_url), office=office)


def visitor(app: Flask) -> Applicant:
    client = app.test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    client.environ_base["HTTP_HOST"] = "office.example.jp"
    return Applicant(client)


@pytest.fixture
def applicant(app: Flask) -> Applicant:
    return visitor(app)
