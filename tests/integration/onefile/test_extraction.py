"""Folders that single files unpacked themselves into: the living ones stay, those of the dead go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from deploy.contents import BUILD_FACTS
from deploy.extraction import LOCK, PATIENCE_S, hold, sweep
from tests.programs import Program

HOLD = "import sys; from pathlib import Path; from deploy.extraction import hold; hold(Path(sys.argv[1])); print('held', flush=True); input()"  # noqa: E501 - one line of another process


def unpacked(place: Path, name: str, *, ours: bool = True, lock: bool = True) -> Path:
    folder = place / name
    folder.mkdir()
    if ours:
        (folder / BUILD_FACTS).write_text("{}")
    if lock:
        (folder / LOCK).touch()
    return folder


def test_what_a_dead_office_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    own, dead = unpacked(tmp_path, "_MEIown"), unpacked(tmp_path, "_MEIdead")
    stranger = unpacked(tmp_path, "_MEIstranger", ours=False)
    other = unpacked(tmp_path, "other")
    (tmp_path / "_MEIlink").symlink_to(dead)
    hold(own)
    assert sweep(tmp_path, keep=own) == [dead]
    assert not dead.exists()
    assert own.exists()
    assert stranger.exists()
    assert other.exists()


def test_a_living_office_keeps_its_folder_until_it_is_killed(tmp_path: Path) -> None:
    folder = unpacked(tmp_path, "_MEIother", lock=False)
    with Program(
        [sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as office:
        assert office.stdout is not None
        assert office.stdout.readline() == "held\n"
        assert sweep(tmp_path, keep=tmp_path) == []
        office.kill()
    assert sweep(tmp_path, keep=tmp_path) == [folder]


def test_a_folder_being_unpacked_is_left_alone_and_one_left_halfway_is_not(tmp_path: Path) -> None:
    unpacked(tmp_path, "_MEInow", lock=False)
    halfway = unpacked(tmp_path, "_MEIhalfway", lock=False)
    at = halfway.stat().st_mtime - PATIENCE_S - 60
    os.utime(halfway, (at, at))
    assert sweep(tmp_path, keep=tmp_path) == [halfway]
