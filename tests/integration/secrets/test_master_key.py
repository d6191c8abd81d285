"""The master key: made once, readable by its owner only, whoever starts first (design §3)."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from adapters.secrets import load_master_key
from tests.integration.secrets.starting import start


def test_it_is_made_once_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    key = load_master_key(path)
    assert len(key) == 32
    assert load_master_key(path) == key
    assert [found.name for found in path.parent.iterdir()] == ["master.key"], "nothing is left aside"


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    load_master_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_one_that_others_can_read_stops_the_start_with_the_remedy(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    load_master_key(path)
    path.chmod(mode)
    with pytest.raises(PermissionError, match="chmod 600"):
        load_master_key(path)


def test_a_crash_while_it_was_made_leaves_no_half_key(tmp_path: Path) -> None:
    """In a container every start may have the same process number: what a crash left must not be in the way."""
    (tmp_path / ".master.key.1").write_bytes(b"half a k")
    assert len(load_master_key(tmp_path / "master.key")) == 32


def test_of_several_first_starters_one_wins_and_all_use_its_key(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(4)
    path = tmp_path / "keys" / "master.key"
    reports = [tmp_path / f"report{number}" for number in range(4)]
    starters = [context.Process(target=start, args=(path, report, barrier)) for report in reports]
    for process in starters:
        process.start()
    for process in starters:
        process.join(60)
    assert [process.exitcode for process in starters] == [0] * 4
    assert {report.read_bytes() for report in reports} == {path.read_bytes()}
    assert [found.name for found in path.parent.iterdir()] == ["master.key"]
