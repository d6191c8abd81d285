"""The bond counters as people meet them: an office with houses, a registered domain and one folder."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from domain.access import Actor
from services import outbox, web_sessions
from services.office import Office
from tests.factories.bonds import Houses, found_houses, password, register_domain, registered, url
from tests.factories.offices import FixedClock, make_config, make_office
from tests.fakes.printer import QuickPrinter

ORDERER = "taro@city.example.jp"


@dataclass
class Post:
    """Every mail that went out."""

    sent: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        self.sent.append(message)


@dataclass
class Visitor:
    """One browser: follows a page's own form, with its token and hidden inputs."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, typed: Mapping[str, Any] | None = None, *, page: str = "", **more: Any) -> TestResponse:
        shown = self.client.get(page or path).text
        return self.client.post(path, data=hidden_inputs(shown) | dict(typed or {}), **more)


@dataclass
class Counter:
    """The office of one test."""

    app: Flask
    office: Office
    clock: FixedClock
    houses: Houses
    folder_id: int

    def visitor(self) -> Visitor:
        return Visitor(self.app.test_client())

    def at_desk(self, actor: Actor) -> Visitor:
        """Somebody who is logged in."""
        token = self.office.randomness.token()
        kept = {"_user_id": str(actor.staff_id), "_fresh": True}
        web_sessions.save(self.office, token, kept, staff_id=actor.staff_id)
        client = self.app.test_client()
        client.set_cookie("madoguchi", token)
        return Visitor(client)

    @property
    def url(self) -> str:
        return url(self.office, self.folder_id)

    @property
    def path(self) -> str:
        return self.url.removeprefix(self.office.public_url)

    @property
    def password(self) -> str:
        return password(self.office, self.folder_id)

    def send_mails(self) -> Post:
        post = Post()
        outbox.send_due(self.office, post, "info@example.jp", limit=50)
        return post

    def one_time_password(self) -> str:
        """As the newest mail has it."""
        text = str(self.send_mails().sent[-1].get_content())
        return text.split("ワンタイムパスワード: ")[1][:8]


def hidden_inputs(shown: str) -> dict[str, str]:
    """Of a page's forms: names and values of what a person does not type."""
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', shown)
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in found]
    return {name[1]: html.unescape(value[1]) for name, value in pairs if name and value}


def words(answer: TestResponse) -> str:
    """What the page says, without tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Houses, int]:
    folder = tmp_path_factory.mktemp("founded")
    office = make_office(folder, QuickPrinter(), public_url="http://localhost")
    houses = found_houses(office)
    register_domain(office)
    folder_id = registered(office, houses, policy_number="A1234567")
    office.database.forget_old_pages()
    office.database.close()
    return folder, houses, folder_id


@pytest.fixture
def counter(tmp_path: Path, founded: tuple[Path, Houses, int]) -> Iterator[Counter]:
    folder = tmp_path / "office"
    shutil.copytree(founded[0], folder)
    clock = FixedClock()
    office = make_office(folder, QuickPrinter(), clock=clock, public_url="http://localhost")
    app = create_app(make_config(folder, public_url="http://localhost"), office=office)
    yield Counter(app, office, clock, founded[1], founded[2])
    office.database.close()
