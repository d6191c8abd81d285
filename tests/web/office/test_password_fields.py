"""Passwords are masked, may be pasted, and password managers know what they are (ASVS 5.0 V6.2.6, V6.2.7)."""

from __future__ import annotations

import re

from domain.access import Role
from tests.contract.test_security_table import places, scripts
from tests.contract.tree import files
from tests.web.office.conftest import Desks

INPUT = re.compile(r"<input[^>]*>")


def password_inputs(page: str) -> dict[str, str]:
    """Each password input of a page by its name, with what it tells password managers."""
    found = {}
    for tag in INPUT.findall(page):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if "password" in attributes.get("name", "") or attributes.get("name") == "present":
            assert attributes["type"] == "password", tag
            found[attributes["name"]] = attributes["autocomplete"]
    return found


def test_passwords_are_masked_and_left_to_password_managers(desks: Desks) -> None:
    assert password_inputs(desks.browser().get("/office/login").text) == {"password": "current-password"}
    own = password_inputs(desks.clerk(Role.RECEPTION).get("/office/account").text)
    assert own.pop("present") == "current-password"
    assert set(own.values()) == {"new-password"}
    assert places(r"onpaste|[\"']paste[\"']", [*scripts(), *(p for p in files() if p.suffix == ".html")]) == []
