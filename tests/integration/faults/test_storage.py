"""The disk is full or read-only, sealed values were changed: each fault meets its stated answer (docs/faults.md)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from adapters.db import snapshot
from adapters.db.models import AuditEvent, KeyBundle
from adapters.secrets import SecretBroken
from app import main
from services import audit, backups, downloads, issuance
from services.faults import is_storage_fault
from services.office import Office
from tests import programs
from tests.factories.applications import accepted, confirmed, hire, issued, secrets_of
from tests.factories.offices import VISITOR, FixedClock, make_office
from tests.factories.records import all_of, certificates, state
from tests.fakes.printer import QuickPrinter
from tests.integration.faults.sabotage import contents

MEGABYTE = 1_000_000


def mount(*arguments: str) -> None:
    programs.run(["mount", *arguments], check=True, capture_output=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 12 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        mount("-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place))
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip(reason="this machine lets nobody mount a disk")
    yield place
    programs.run(["umount", "--lazy", place], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not an octet is left, until somebody makes room."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass  # — full, as wanted
    yield
    filler.unlink()


def test_on_a_full_disk_nothing_is_lost_and_work_goes_on_when_there_is_room(small_disk: Path) -> None:
    clock = FixedClock()
    office = make_office(small_disk, QuickPrinter(), clock=clock)
    crew = hire(office)
    code = accepted(office, crew)
    before = contents(office)
    with filled(small_disk):
        with pytest.raises(OperationalError) as full:
            confirmed(office)
        assert is_storage_fault(full.value), "answered with 503 and words, and what was typed is kept"
        with pytest.raises((OperationalError, OSError)) as full_too:
            issuance.issue(office, crew.issuer, code)
        assert is_storage_fault(full_too.value)
        with pytest.raises(OSError, match="full|space|snapshot"):
            backups.make(office)
        assert contents(office)["application"] == before["application"]
    assert office.backups.backups() == []
    assert snapshot.faults(office.database.path) == []
    clock.advance(timedelta(minutes=3))
    issuance.abandon_broken_off(office)
    issuance.issue(office, crew.issuer, code)
    assert confirmed(office)
    assert sum(row.der is not None for row in certificates(office, code)) == 1
    with office.database.read() as session:
        assert audit.verify(session)[1] is None
    office.database.close()


def test_a_read_only_disk_is_said_in_words(small_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_office(small_disk, QuickPrinter()).database.close()
    mount("-o", "remount,ro", str(small_disk))
    for command in (["check"], ["backup"], ["init"]):
        assert main([*command, "--data", str(small_disk)]) == 1
        said = capsys.readouterr().err
        assert said.startswith("madoguchi: "), said
        assert "Traceback" not in said
    mount("-o", "remount,rw", str(small_disk))
    assert main(["audit", "verify", "--data", str(small_disk)]) == 0


@pytest.fixture(scope="module")
def laid_by(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder of an office with two issued certificates; the download of the first is under way."""
    folder = tmp_path_factory.mktemp("two")
    office = make_office(folder, QuickPrinter())
    crew = hire(office)
    code = issued(office, crew)
    issued(office, crew)
    secrets = secrets_of(office, code)
    downloads.press(office, VISITOR, secrets["token"])
    office.database.forget_old_pages()
    office.database.close()
    return folder, secrets | {"code": code}


@pytest.fixture
def two(laid_by: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[tuple[Office, dict[str, str]]]:
    """That office, for this test to break."""
    folder, secrets = laid_by
    office = make_office(shutil.copytree(folder, tmp_path / "two"), QuickPrinter())
    yield office, secrets
    office.database.close()


def test_a_flipped_bit_of_a_sealed_file_is_noticed_and_nothing_goes_out(two: tuple[Office, dict[str, str]]) -> None:
    office, secrets = two
    whole = all_of(office, KeyBundle)[0].standard
    before = len(all_of(office, AuditEvent))
    for octet in (0, 3, 20, 50, 300, len(whole) - 1):
        with office.database.write() as session:
            session.get_one(KeyBundle, 1).standard = whole[:octet] + bytes([whole[octet] ^ 1]) + whole[octet + 1 :]
        with pytest.raises(SecretBroken):
            downloads.fetch(office, VISITOR, secrets["token"], "standard")
    assert len(all_of(office, AuditEvent)) == before, "the trail does not say that it was fetched"
    assert downloads.fetch(office, VISITOR, secrets["token"], "compatible"), "the other format is whole"


def test_swapped_rows_do_not_give_one_persons_key_to_another(two: tuple[Office, dict[str, str]]) -> None:
    office, secrets = two
    with office.database.write() as session:
        first, second = session.get_one(KeyBundle, 1), session.get_one(KeyBundle, 2)
        first.standard, second.standard = second.standard, first.standard
    with pytest.raises(SecretBroken, match=r"key_bundle\|1\|standard"):
        downloads.fetch(office, VISITOR, secrets["token"], "standard")
    assert state(office, secrets["code"]) == "issued"


def test_a_changed_row_of_the_trail_is_named(two: tuple[Office, dict[str, str]]) -> None:
    office, _ = two
    with office.database.write() as session:
        session.execute(text("DROP TRIGGER audit_event_keeps"))
        session.execute(text("UPDATE audit_event SET details = '{}' WHERE seq = 7"))
    with office.database.read() as session:
        assert audit.verify(session)[1] == 7
