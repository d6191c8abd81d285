"""``authority`` as it is typed in a ceremony (docs/ceremony.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import main
from tests.factories.offices import make_office
from tests.fakes.printer import QuickPrinter


def test_the_roots_key_leaves_in_a_file_and_three_sheets_and_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "office", tmp_path / "out"
    make_office(data, QuickPrinter()).database.close()
    office = ["--data", str(data)]

    def authority(*words: str) -> int:
        return main(["authority", *office, *words])

    assert authority("split", str(out)) == 0
    *sheets, file = sorted(str(path) for path in out.iterdir())
    assert [Path(sheet).stat().st_mode & 0o777 for sheet in sheets] == [0o600] * 3
    assert authority("split", str(out)) == 1, "an older file is not written over"
    assert authority("away", file, sheets[0]) == 1
    assert "two of its sheets" in capsys.readouterr().err
    assert authority("away", file, sheets[0], sheets[2]) == 0
    assert authority("roll-over") == 1
    assert "authority key away" in capsys.readouterr().err
    assert authority("back", file, sheets[1], sheets[1]) == 1
    assert "do not fit" in capsys.readouterr().err
    assert authority("back", file, sheets[1], sheets[2]) == 0
    assert authority("roll-over") == 0
    assert authority("retire", "2") == 0
    assert authority("list") == 0
    listed = capsys.readouterr().out
    assert "発行認証局 G2" in listed
    assert "retired" in listed
