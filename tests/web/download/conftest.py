"""An office with one issued certificate, and its holder at the browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.db.models import Download
from app import create_app
from domain.ports import PdfRenderer
from services.office import Office
from tests.factories.applications import hire, issued, secrets_of
from tests.factories.offices import FixedClock, make_config, make_office
from tests.fakes.printer import QuickPrinter


@dataclass
class Holder:
    """A browser of its own, with what mail and parcel brought."""

    client: FlaskClient
    url: str
    password: str
    pin: str

    @property
    def token(self) -> str:
        return self.url.split("/")[2]

    def open(self) -> TestResponse:
        return self.client.get(self.url)

    def enter(self, password: str | None = None, **more: object) -> TestResponse:
        typed = {"password": self.password if password is None else password}
        return self.client.post(self.url, data=typed, **more)

    def press(self, kind: str = "standard") -> TestResponse:
        """Presses 「ダウンロード」 as the page has it, with the page's CSRF token."""
        csrf_token = re.search(r'name="csrf_token" value="([^"]+)"', self.open().text)
        sent = {"csrf_token": csrf_token[1]} if csrf_token else {}
        return self.client.post(f"{self.url}/start/{kind}", data=sent)

    def fetch(self, kind: str = "standard") -> TestResponse:
        return self.client.get(f"{self.url}/file/{kind}")


@dataclass
class Issued:
    """An issued application and what was sent out for it."""

    code: str
    path: str
    secrets: dict[str, str]


@pytest.fixture(scope="session")
def printer() -> PdfRenderer:
    """Quick, since nobody looks at the paper here."""
    return QuickPrinter()


def sent_out(office: Office, code: str) -> Issued:
    secrets = secrets_of(office, code)
    return Issued(code, secrets["url"].removeprefix(office.public_url), secrets)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, printer: PdfRenderer) -> tuple[Path, Issued]:
    """Issued once for all tests, which work on copies of the folder."""
    folder = tmp_path_factory.mktemp("issued")
    office = make_office(folder, printer)
    found = sent_out(office, issued(office, hire(office)))
    office.database.forget_old_pages()
    office.database.close()
    return folder, found


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def folder(tmp_path: Path, prepared: tuple[Path, Issued]) -> Path:
    return shutil.copytree(prepared[0], tmp_path / "office")


@pytest.fixture
def office(folder: Path, printer: PdfRenderer, clock: FixedClock) -> Iterator[Office]:
    made = make_office(folder, printer, clock=clock)
    yield made
    made.database.close()


@pytest.fixture
def app(office: Office, folder: Path) -> Flask:
    return create_app(make_config(folder), office=office)


@pytest.fixture
def certificate(prepared: tuple[Path, Issued]) -> Issued:
    return prepared[1]


MakeHolder = Callable[[Issued], Holder]


@pytest.fixture
def new_holder(app: Flask) -> MakeHolder:
    """Somebody at a browser of their own."""

    def make(found: Issued) -> Holder:
        return Holder(app.test_client(), found.path, found.secrets["password"], found.secrets["pin"])

    return make


@pytest.fixture
def holder(new_holder: MakeHolder, certificate: Issued) -> Holder:
    return new_holder(certificate)


@pytest.fixture
def stored(office: Office) -> Callable[[], Download]:
    """The download as the database has it now."""

    def read() -> Download:
        with office.database.read() as session:
            return session.query(Download).one()

    return read
