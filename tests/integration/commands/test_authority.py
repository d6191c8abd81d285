"""``authority`` as it stands in the script of a ceremony (docs/ceremony.md)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import main
from domain.access import Role
from services.office import Office
from tests.factories.codes import code_at
from tests.factories.offices import make_office, make_staff, one_person_office
from tests.fakes.printer import QuickPrinter


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path / "office", QuickPrinter())


def authority(office: Office, *words: str) -> int:
    return main(["authority", "--data", str(office.backups.work), *words])


def test_the_roots_key_leaves_in_a_file_and_three_sheets_and_comes_back(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one_person_office(office)
    out = tmp_path / "out"
    assert authority(office, "split", str(out)) == 1
    assert "--yes" in capsys.readouterr().err
    assert authority(office, "split", str(out), "--yes") == 0
    *sheets, file = sorted(str(path) for path in out.iterdir())
    assert [Path(sheet).stat().st_mode & 0o777 for sheet in sheets] == [0o600] * 3
    assert authority(office, "split", str(out), "--yes") == 1, "an older file is not written over"
    assert "not written over" in capsys.readouterr().err
    assert authority(office, "away", file, sheets[0], "--yes") == 1
    assert "two of its sheets" in capsys.readouterr().err
    assert authority(office, "away", file, sheets[0], sheets[2], "--yes") == 0
    assert authority(office, "roll-over", "--yes") == 1
    assert "authority key away" in capsys.readouterr().err
    assert authority(office, "list") == 0
    assert "key away" in capsys.readouterr().out
    assert authority(office, "back", file, sheets[1], sheets[1], "--yes") == 1
    assert "do not fit" in capsys.readouterr().err
    assert authority(office, "back", file, sheets[1], sheets[2], "--yes", "--root", "1") == 0
    assert authority(office, "roll-over", "--yes", "--reason", "key size") == 0
    assert authority(office, "retire", "2", "--yes") == 0
    assert authority(office, "new-root", "--yes") == 0
    assert "made root 4" in capsys.readouterr().out
    assert authority(office, "list") == 0
    listed = capsys.readouterr().out
    assert "発行認証局 G2" in listed
    assert "ルート認証局 G2" in listed
    assert "retired" in listed


def test_two_people_in_a_script_operator_and_one_time_code(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, secret = make_staff(office, Role.ADMINISTRATOR, email="second@example.jp")
    assert authority(office, "roll-over", "--yes") == 1
    assert "second person needed" in capsys.readouterr().err
    assert authority(office, "roll-over", "--yes", "--second", "second@example.jp", "--code", "000000") == 1
    assert "identity not confirmed" in capsys.readouterr().err
    code = tmp_path / "code"
    code.write_text(code_at(secret, datetime.now(UTC)) + "\n")
    assert authority(office, "roll-over", "--yes", "--second", "second@example.jp", "--code-file", str(code)) == 0
    assert "made authority 3" in capsys.readouterr().out


def test_two_people_in_a_script_make_the_first_root_and_its_issuing_authority(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An office that was started without authority; each act asks for a code that was not used before."""
    office = make_office(tmp_path / "office", QuickPrinter(), authority=False)
    _, secret = make_staff(office, Role.ADMINISTRATOR, email="second@example.jp")
    _, other = make_staff(office, Role.ADMINISTRATOR, email="third@example.jp")
    assert authority(office, "roll-over", "--yes", "--second", "second@example.jp", "--code", "000000") == 1
    assert "no authority" in capsys.readouterr().err
    assert authority(office, "new-root", "--yes") == 1
    assert "second person needed" in capsys.readouterr().err
    for act, email, key in (("new-root", "second@example.jp", secret), ("roll-over", "third@example.jp", other)):
        code = tmp_path / "code"
        code.write_text(code_at(key, datetime.now(UTC)) + "\n")
        assert authority(office, act, "--yes", "--second", email, "--code-file", str(code)) == 0
    assert authority(office, "list") == 0
    listed = capsys.readouterr().out
    assert "made root 1" in listed
    assert "made authority 2" in listed
    assert listed.count("SHA-256") == 2
