"""An office with an application in every state, and its staff at browsers without JavaScript."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from domain.access import Actor, Role
from domain.ports import PdfRenderer
from services.office import Office
from services.records import application_by_code
from tests.factories import applications
from tests.factories.applications import Crew
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, FixedClock, make_config, make_office, make_staff
from tests.fakes.printer import QuickPrinter
from tests.log_scan import LEDGER

QUEUE = "/office/applications"


def words(answer: TestResponse) -> str:
    """What a person reads: no tags, no line breaks, single spaces."""
    visible = re.sub(r"<head>.*?</head>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(visible).split())


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found, "the page has no form"
    return found[1]


def version_of(page: str) -> str:
    found = re.search(r'name="version"[^>]* value="(\d+)"', page)
    assert found, "the page has no version"
    return found[1]


@dataclass(frozen=True)
class Member:
    """An account, with what its owner knows."""

    actor: Actor
    email: str
    secret: str


@dataclass
class Clerk:
    """A member of staff at a browser."""

    client: FlaskClient
    member: Member

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def open(self, code: str) -> TestResponse:
        return self.client.get(f"{QUEUE}/{code}")

    def post(self, path: str, typed: Mapping[str, str] | None = None, *, page: str = "/office/") -> TestResponse:
        """Sends a form with the CSRF token and the version of the page it stands on."""
        shown = self.client.get(page).text
        return self.client.post(path, data=self.hidden(shown) | dict(typed or {}), follow_redirects=True)

    def on(self, code: str, act: str, typed: Mapping[str, str] | None = None) -> TestResponse:
        """Presses a button of an application's page."""
        return self.post(f"{QUEUE}/{code}/{act}", typed, page=f"{QUEUE}/{code}")

    def on_own_page(self, code: str, act: str, typed: Mapping[str, str] | None = None) -> TestResponse:
        """Presses the button of an act that has a page of its own."""
        return self.post(f"{QUEUE}/{code}/{act}", typed, page=f"{QUEUE}/{code}/{act}")

    @staticmethod
    def hidden(shown: str) -> dict[str, str]:
        version = re.search(r'name="version"[^>]* value="(\d+)"', shown)
        return {"csrf_token": token_of(shown)} | ({"version": version[1]} if version else {})


@dataclass(frozen=True)
class Blueprint:
    """A finished office folder that each test takes a copy of."""

    folder: Path
    members: Mapping[Role, Member]
    codes: Mapping[str, str]


@dataclass
class Desks:
    """The office of one test."""

    app: Flask
    office: Office
    clock: FixedClock
    members: Mapping[Role, Member]
    codes: Mapping[str, str]

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    def log_in(self, client: FlaskClient, member: Member, *, next_page: str = "", **wrong: str) -> TestResponse:
        shown = client.get(f"/office/login?next={next_page}").text
        typed = {
            "csrf_token": token_of(shown),
            "email": member.email,
            "password": PASSWORD,
            "code": code_at(member.secret, self.clock()),
            "next": next_page,
        }
        LEDGER.know_code(typed["code"])
        return client.post("/office/login", data=typed | wrong)

    def clerk(self, role: Role) -> Clerk:
        """Somebody of that post, logged in."""
        client, member = self.browser(), self.members[role]
        assert self.log_in(client, member).status_code == 303
        return Clerk(client, member)

    def state(self, code: str) -> str:
        with self.office.database.read() as session:
            return application_by_code(session, code).state

    @property
    def crew(self) -> Crew:
        posts = (Role.RECEPTION, Role.REVIEWER, Role.ISSUER, Role.DISPATCHER)
        return Crew(*(self.members[post].actor for post in posts))


@pytest.fixture(scope="session")
def printer() -> PdfRenderer:
    """Quick: what stands on paper is looked at in tests/integration/paper."""
    return QuickPrinter()


@pytest.fixture(scope="session")
def blueprint(tmp_path_factory: pytest.TempPathFactory, printer: PdfRenderer) -> Blueprint:
    return furnished(tmp_path_factory.mktemp("office"), printer)


def furnished(folder: Path, printer: PdfRenderer) -> Blueprint:
    """An office in a folder, which may hold services of its own, with staff and applications."""
    office = make_office(folder, printer)
    members = {}
    for role in Role:
        actor, secret = make_staff(office, role, email=f"{role}@example.jp")
        members[role] = Member(actor, f"{role}@example.jp", secret)
    posts = (Role.RECEPTION, Role.REVIEWER, Role.ISSUER, Role.DISPATCHER)
    crew = Crew(*(members[post].actor for post in posts))
    codes = {
        "printed": applications.confirmed(office),
        "arrived": applications.arrived(office, crew, surname="見本", surname_kana="みほん"),
        "reviewing": applications.reviewing(office, crew),
        "accepted": applications.accepted(office, crew),
        "issued": applications.issued(office, crew),
        "dispatched": applications.dispatched(office, crew),
    }
    office.database.forget_old_pages()
    office.database.close()
    return Blueprint(folder, members, codes)


@pytest.fixture
def desks(tmp_path: Path, blueprint: Blueprint, printer: PdfRenderer) -> Iterator[Desks]:
    folder = tmp_path / "office"
    shutil.copytree(blueprint.folder, folder)
    clock = FixedClock()
    office = make_office(folder, printer, clock=clock)
    app = create_app(make_config(folder, public_url="http://localhost"), office=office)
    yield Desks(app, office, clock, blueprint.members, blueprint.codes)
    office.database.close()
