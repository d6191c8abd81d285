"""The pictures in the docs are the tables of the code."""

from __future__ import annotations

from pathlib import Path

from domain.certificates.application import APPLICATION_LIFE


def test_s4_208_the_drawn_life_of_an_application_is_the_table() -> None:
    text = (Path(__file__).parents[2] / "docs" / "life-cycles.md").read_text(encoding="utf-8")
    assert APPLICATION_LIFE.picture() in text
