"""No cell of an export is a formula."""

from __future__ import annotations

import pytest

from domain.spreadsheet import safe_cell


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠SUM"]
)
def test_what_would_be_a_formula_becomes_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "山田", "a=1", "1-2"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text
