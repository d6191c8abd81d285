"""``backup`` and ``key`` as an administrator types them (docs/backup.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import main
from tests.factories.offices import make_office
from tests.fakes.printer import QuickPrinter


@pytest.fixture
def data(tmp_path: Path) -> Path:
    make_office(tmp_path / "office", QuickPrinter()).database.close()
    return tmp_path / "office"


def test_a_backup_is_made_listed_and_verified(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "verify", "--data", str(data)]) == 1
    assert main(["backup", "--data", str(data)]) == 0
    (file,) = [path for path in (data / "backups").iterdir() if ".keys." not in path.name]
    capsys.readouterr()
    assert main(["backup", "list", "--data", str(data)]) == 0
    assert file.name in capsys.readouterr().out
    assert main(["backup", "verify", str(file), "--data", str(data)]) == 0
    assert "good" in capsys.readouterr().out


def test_a_damaged_backup_is_said_in_words(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["backup", "--data", str(data)])
    (file,) = [path for path in (data / "backups").iterdir() if ".keys." not in path.name]
    file.write_bytes(file.read_bytes()[:-1])
    assert main(["backup", "verify", "--data", str(data)]) == 1
    assert "does not open" in capsys.readouterr().err


def test_the_master_key_is_exported_with_a_passphrase_of_its_own_and_imported(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (data / "keys" / "master.key").read_bytes()
    export = tmp_path / "master-key.age"
    assert main(["key", "export", str(export), "--data", str(data)]) == 0
    passphrase = re.search(r"passphrase: +(\S+)", capsys.readouterr().out)
    assert passphrase is not None
    assert len(passphrase[1].replace("-", "")) == 28
    assert export.stat().st_mode & 0o777 == 0o600
    given = tmp_path / "passphrase"
    given.write_text(passphrase[1] + "\n")
    elsewhere = tmp_path / "elsewhere"
    arguments = ["key", "import", str(export), "--passphrase-file", str(given), "--data", str(elsewhere)]
    assert main(arguments) == 0
    assert (elsewhere / "keys" / "master.key").read_bytes() == before
    assert main(arguments) == 1, "never over a key that is there"


def test_a_short_passphrase_is_refused_and_an_older_export_stays(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short, export = tmp_path / "short", tmp_path / "master-key.age"
    short.write_text("correct horse")
    assert main(["key", "export", str(export), "--passphrase-file", str(short), "--data", str(data)]) == 1
    assert "20 characters" in capsys.readouterr().err
    assert not export.exists()
    export.write_text("older")
    short.write_text("correct horse battery staple")
    assert main(["key", "export", str(export), "--passphrase-file", str(short), "--data", str(data)]) == 1
    assert export.read_text() == "older"


def test_there_is_nothing_to_export_before_there_is_an_office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["key", "export", str(tmp_path / "x"), "--data", str(tmp_path / "nowhere")]) == 1
    assert "no master key" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
