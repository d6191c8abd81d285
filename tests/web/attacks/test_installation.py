"""Mistakes of an operator that would open the office."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app import installation, main
from commands.opening import prepare
from config import UnsafeConfiguration
from domain.access import Role
from services import demo
from tests.factories.offices import make_config, make_office, make_staff
from tests.fakes.printer import QuickPrinter


def test_the_demo_refuses_the_folder_of_a_real_office(tmp_path: Path) -> None:
    """It would add six accounts there whose password stands on a page that everybody may open."""
    office = make_office(tmp_path, QuickPrinter())
    make_staff(office, Role.ADMINISTRATOR)
    office.database.close()
    config = make_config(tmp_path, public_url="http://127.0.0.1:8000")
    with pytest.raises(UnsafeConfiguration, match="holds a real office"):
        prepare(installation(replace(config, demo=True)))


def test_an_office_refuses_the_folder_of_a_demo(tmp_path: Path) -> None:
    office = make_office(tmp_path, QuickPrinter())
    demo.fill(office)
    office.database.close()
    config = make_config(tmp_path, public_url="http://127.0.0.1:8000")
    with pytest.raises(UnsafeConfiguration, match="holds a demo office"):
        prepare(installation(config))


def test_what_an_installation_makes_is_its_owners_alone(tmp_path: Path) -> None:
    """Also in a folder that was there before and lets others in: names and addresses stand in the database."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    before = os.umask(0o022)
    try:
        assert main(["init", "--data", str(folder)]) == 0
    finally:
        os.umask(before)
    made = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in made} >= {"madoguchi.sqlite3", "master.key"}
    assert [str(path) for path in made if path.stat().st_mode & 0o077] == []
