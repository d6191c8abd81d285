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
from services import demo, enrolment, first_account, log_in, one_time_codes
from services.enrolment import NewFactor
from tests.factories.codes import code_at
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


def test_the_first_account_is_not_told_to_a_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a service prints is kept by the machine; the note is its owner's alone, and gone once it has served."""
    office = prepare(installation(make_config(tmp_path, public_url="http://127.0.0.1:8000")))
    note = tmp_path / "first-account.txt"
    told = dict(line.rsplit(" ", 1) for line in note.read_text(encoding="utf-8").splitlines())
    email, password, secret = (value for key, value in told.items() if key.startswith("  "))
    said = capsys.readouterr().out
    assert str(note) in said
    assert password not in said
    assert secret not in said
    assert note.stat().st_mode & 0o777 == 0o600
    code = code_at(secret, office.clock())
    entry = log_in.log_in(office, email=email, password=password, code=code, address="127.0.0.1")
    assert not first_account.forget_used_note(office), "who broke off there needs it once more"
    own = one_time_codes.new_secret(office)
    factor = NewFactor(secret=own, code=code_at(own, office.clock()))
    who = enrolment.by_id(office, entry.actor.staff_id or 0)
    enrolment.enrol(office, who, password="four green umbrellas", factor=factor, address="127.0.0.1")
    assert first_account.forget_used_note(office)
    assert not note.exists()
    assert not first_account.forget_used_note(office)
    office.database.close()


def test_a_note_of_an_account_that_is_gone_stays_for_a_person_to_look_at(tmp_path: Path) -> None:
    office = make_office(tmp_path, QuickPrinter())
    office.first_account.write("left by an earlier try")
    assert not first_account.forget_used_note(office)
    assert office.first_account.exists
    office.database.close()


def test_a_loosely_made_folder_is_closed_at_the_next_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An older installation or a copy by hand: keys and records must not stay readable to everybody."""
    config = make_config(tmp_path / "instance", public_url="http://127.0.0.1:8000")
    prepare(installation(config)).database.close()
    (config.data / "elsewhere").symlink_to("/etc/hostname")
    for path in (config.data, *config.data.rglob("*")):
        # With a key that others may have read the office does not start at all, and says so.
        if not path.is_symlink() and path != config.master_key:
            path.chmod(0o755 if path.is_dir() else 0o644)
    capsys.readouterr()
    prepare(installation(config)).database.close()
    assert "closed to other users of this machine" in capsys.readouterr().out
    mine = [path for path in (config.data, *config.data.rglob("*")) if not path.is_symlink()]
    assert [str(path) for path in mine if path.stat().st_mode & 0o077] == []
    assert Path("/etc/hostname").stat().st_mode & 0o044, "what a link leads to is not ours"


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
