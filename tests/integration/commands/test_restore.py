"""The drill: backup, the machine is gone, restore on another, the office works (issue 6, item 6)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from adapters.clock import ShiftedClock
from app import main
from services import authorities, backups, revocation_lists
from tests.factories.applications import hire, issued
from tests.factories.offices import make_office
from tests.fakes.printer import QuickPrinter


def test_backup_loss_of_the_machine_restore_and_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine, kept, fresh = tmp_path / "machine", tmp_path / "kept", tmp_path / "fresh"
    office = make_office(machine, QuickPrinter())
    issued(office, hire(office))
    revocation_lists.publish_due(office)
    backup = backups.make(office)
    crl = revocation_lists.current(office, 2)
    office.database.close()
    kept.mkdir()
    (kept / "issuing.crl").write_bytes(crl)
    for part in (backup.whole, backup.keys):
        shutil.copy(part, kept / part.name)
    (kept / "passphrase").write_text("correct horse battery staple")
    by_passphrase = ["--passphrase-file", str(kept / "passphrase")]
    main(["key", "export", str(kept / "key.age"), *by_passphrase, "--data", str(machine)])
    shutil.rmtree(machine)

    file = str(kept / backup.whole.name)
    assert main(["restore", file, "--data", str(fresh)]) == 1
    assert "master key is needed" in capsys.readouterr().err
    arguments = ["restore", file, "--key-export", str(kept / "key.age"), *by_passphrase, "--data", str(fresh)]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "Issuing is shut" in told
    assert "Nothing is noted outside" in told
    assert main(arguments) == 1, "not over an office"
    assert main(["audit", "verify", "--data", str(fresh)]) == 0
    assert main(["resolve", "--reason", "fire", "--crl", str(kept / "issuing.crl"), "--data", str(fresh)]) == 0
    assert re.search(r"lists of 2 authorities", capsys.readouterr().out)
    assert main(["resolve", "--reason", "again", "--data", str(fresh)]) == 1
    assert "nothing to resolve" in capsys.readouterr().err
    assert main(["backup", "--data", str(fresh)]) == 0

    again = make_office(fresh, QuickPrinter(), clock=ShiftedClock())
    issued(again, hire(again))
    with again.database.read() as session:
        assert authorities.issuer(again, session).id == 2
    again.database.close()


def test_the_witness_is_brought_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine, fresh = tmp_path / "machine", tmp_path / "fresh"
    office = make_office(machine, QuickPrinter())
    crew = hire(office)
    backup = backups.make(office)
    issued(office, crew)
    office.database.close()
    key = machine / "keys" / "master.key"
    arguments = ["--key", str(key), "--witness", str(machine), "--data", str(fresh)]
    assert main(["restore", str(backup.whole), *arguments]) == 0
    assert re.search(r"certificates that are lost +1", capsys.readouterr().out)
    assert (fresh / "keys" / "master.key").read_bytes() == key.read_bytes()
