"""``check`` on one page, its exit status, and starts that are refused (issue 6, items 6 and 7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.db.unit_of_work import Database
from app import main
from tests.factories.offices import make_office
from tests.fakes.printer import QuickPrinter


@pytest.fixture
def data(tmp_path: Path) -> Path:
    make_office(tmp_path / "office", QuickPrinter()).database.close()
    return tmp_path / "office"


def test_a_good_office_ends_with_0_and_one_line_a_look(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(data)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) < 25, "one page"
    assert "ok      audit trail is unbroken over 1 rows" in lines
    assert "look    no backup yet" in lines


def test_a_bad_one_ends_with_1_and_says_what_is_bad(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(data / "madoguchi.sqlite3")
    with database.write() as session:
        session.execute(text("DROP TRIGGER audit_event_keeps"))
        session.execute(text("UPDATE audit_event SET actor_name = 'nobody', at = '2999-01-01T00:00:00.000000Z'"))
    database.close()
    assert main(["check", "--data", str(data)]) == 1
    out = capsys.readouterr().out
    assert "BAD     audit trail is BROKEN at row 1" in out
    assert "minutes behind the records" in out
    assert main(["clock", "accept", "--reason", "the row was made up", "--data", str(data)]) == 0
    main(["check", "--data", str(data)])
    assert "ok      clock" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "init"])
def test_a_missing_master_key_is_not_made_anew_over_records(
    data: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    key = data / "keys" / "master.key"
    key.unlink()
    assert main([command, "--data", str(data)]) == 1
    assert "master key is missing" in capsys.readouterr().err
    assert not key.exists()


def test_another_master_key_stops_the_start(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "keys" / "master.key").write_bytes(bytes(32))
    assert main(["init", "--data", str(data)]) == 1
    assert "another master key" in capsys.readouterr().err
    assert main(["check", "--data", str(data)]) == 1
    assert "BAD     master key does not open" in capsys.readouterr().out


def test_the_authority_can_be_left_to_two_people_at_the_first_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "later")
    assert main(["init", "--data", place, "--authority", "later"]) == 0
    assert "there is no authority yet" in capsys.readouterr().out
    assert main(["init", "--data", place]) == 0
    out = capsys.readouterr().out
    assert "there is no authority yet" in out, "it holds without being said again"
    assert "made the certification authority" not in out
    assert main(["check", "--data", place]) == 0
    assert "look    there is no authority yet" in capsys.readouterr().out
    assert main(["authority", "--data", place, "roll-over", "--yes"]) == 1
    assert "no authority" in capsys.readouterr().err
