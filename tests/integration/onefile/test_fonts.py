"""The fonts come out as they went in: a printed page depends on every byte."""

from __future__ import annotations

from pathlib import Path

from deploy import fonts
from deploy.contents import output_folder
from tests.contract.tree import ROOT


def test_fonts_come_out_as_they_went_in_and_are_packed_once(tmp_path: Path) -> None:
    packed = fonts.pack(output_folder(), ROOT)
    before = packed.stat().st_mtime_ns
    assert fonts.pack(output_folder(), ROOT) == packed
    assert packed.stat().st_mtime_ns == before

    (tmp_path / fonts.FOLDER).mkdir(parents=True)
    (tmp_path / fonts.FILE).write_bytes(packed.read_bytes())
    fonts.unpack(tmp_path)
    folder = ROOT / fonts.FOLDER
    ours = {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix in fonts.SUFFIXES}
    assert len(ours) == 5
    assert {file.name: file.read_bytes() for file in (tmp_path / fonts.FOLDER).iterdir()} == ours
