"""The pictures in the docs are the tables of the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.bonds.folder import DELETION_LIFE, FOLDER_LIFE
from domain.bonds.orderer_domain import DOMAIN_LIFE
from domain.certificates.application import APPLICATION_LIFE
from domain.certificates.change_request import CHANGE_LIFE
from domain.certificates.revocation_request import REVOCATION_REQUEST_LIFE
from domain.notices import NOTICE
from domain.pki.ceremony import CEREMONY_LIFE
from domain.transitions import Transitions

DRAWN: dict[str, Transitions[Any, Any]] = {
    "application": APPLICATION_LIFE,
    "bond folder": FOLDER_LIFE,
    "deletion": DELETION_LIFE,
    "domain": DOMAIN_LIFE,
    "change request": CHANGE_LIFE,
    "revocation request": REVOCATION_REQUEST_LIFE,
    "notice": NOTICE,
    "ceremony": CEREMONY_LIFE,
}


@pytest.mark.parametrize("life", DRAWN)
def test_s4_208_the_drawn_life_is_the_table(life: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / "life-cycles.md").read_text(encoding="utf-8")
    assert DRAWN[life].picture() in text
