"""The same office as the orderer's."""

from __future__ import annotations

from tests.web.orderer.conftest import counter, founded

__all__ = ["counter", "founded"]
