"""What a refusal reads like on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import main


@pytest.mark.parametrize("below", ["", "data"])
def test_a_place_that_cannot_be_written_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], below: str
) -> None:
    """A file is in the way: that stops even root."""
    file = tmp_path / "file"
    file.touch()
    place = str(file / below)
    assert main(["serve", "--data", place]) == 1
    said = capsys.readouterr().err
    assert place in said
    assert "--data DIR" in said
    assert "Traceback" not in said
