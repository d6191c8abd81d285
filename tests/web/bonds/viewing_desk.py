"""An office with two insurers' folders, and browsers that were let into one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from services.bond_viewing import Opened
from services.office import Office
from tests.factories import opened_bonds as folders
from tests.factories.offices import make_config


@dataclass
class ViewingDesk:
    """``own`` is the folder one is let into, ``other`` another insurer's."""

    office: Office
    app: Flask
    own: int
    other: int

    @property
    def files(self) -> list[int]:
        return folders.file_ids(self.office, self.own)

    def contractor(self) -> Browser:
        return self._browser(folders.looking(self.office, self.own))

    def orderer(self) -> Browser:
        return self._browser(folders.ordering(self.office, self.own))

    def stranger(self) -> Browser:
        return Browser(self.app.test_client(), 1)

    def _browser(self, opened: Opened) -> Browser:
        client = self.app.test_client()
        folders.browser_with(self.office, client, opened)
        return Browser(client, opened.viewing_id)


@dataclass
class Browser:
    """Somebody's browser, and the number of the viewing session that was opened in it."""

    client: FlaskClient
    viewing_id: int

    @property
    def start(self) -> str:
        return f"/bonds/viewing/{self.viewing_id}"

    def page(self, **asked: object) -> TestResponse:
        return self.client.get(self.start, query_string={name: str(value) for name, value in asked.items()})

    def image(self, file_id: int, page: int = 1, **asked: object) -> TestResponse:
        return self.client.get(f"{self.start}/{file_id}/{page}.jpg", query_string=asked)

    def press(self, path: str) -> TestResponse:
        """Presses a button of the viewer, with the page's CSRF token."""
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.page().text)
        return self.client.post(f"{self.start}/{path}", data={"csrf_token": found[1]} if found else {})


def desk_in(office: Office, folder: object, contents: tuple[bytes, ...], others: tuple[bytes, ...]) -> ViewingDesk:
    """Opens the office's application with these files in the two folders."""
    app = create_app(make_config(folder, public_url="http://localhost"), office=office)  # type: ignore[arg-type]  # because fixtures give paths
    agent, rival = folders.branch_of(office), folders.branch_of(office)
    own = folders.folder_with(office, agent, "A-1", *contents)
    other = folders.folder_with(office, rival, "B-2", *others)
    return ViewingDesk(office, app, own, other)
