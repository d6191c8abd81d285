"""The attacked office: the same as the clerks' own, with an application in every state."""

from __future__ import annotations

from tests.contract.test_routes import house
from tests.web.office.conftest import blueprint, desks, printer

__all__ = ["blueprint", "desks", "house", "printer"]
