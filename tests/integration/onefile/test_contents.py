"""A build that would lack something stops, and says what."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.contents import FOLDERS, Missing, datas, require_closed, system_libraries
from tests import programs
from tests.contract.tree import ROOT


def test_every_kind_of_file_the_office_reads_goes_in() -> None:
    inside = {f"{folder}/{Path(place).name}" for place, folder in datas()}
    assert {
        "templates/base.html",
        "static/fonts/BIZUDPMincho-Regular.ttf",
        "static/css/base.css",
        "programmes/gid/programme.toml",
        "migrations/env.py",
        "migrations/versions/0001_first_tables.py",
        "deploy/service/madoguchi.service",
        "adapters/data/common-passwords.txt",
    } <= inside
    tracked = programs.run(
        ["git", "ls-files", "--", *FOLDERS], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    assert {name for name in tracked if name} <= inside


def test_a_missing_folder_stops_the_build(tmp_path: Path) -> None:
    programs.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "base.html").touch()
    programs.run(["git", "add", "."], cwd=tmp_path, check=True)
    with pytest.raises(Missing, match="static"):
        datas(tmp_path)


def test_a_missing_library_stops_the_build() -> None:
    assert Path(system_libraries(["libpango-1.0.so.0"])["libpango-1.0.so.0"]).is_file()
    with pytest.raises(Missing, match=r"libpango-9\.so\.0"):
        system_libraries(["libpango-1.0.so.0", "libpango-9.so.0"])


def test_a_library_that_a_library_needs_stops_the_build() -> None:
    places = system_libraries(["libpango-1.0.so.0"])
    with pytest.raises(Missing, match=r"libharfbuzz\.so\.0 \(needed by libpango-1\.0\.so\.0\)"):
        require_closed(places.items())
