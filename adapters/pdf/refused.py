"""How a process that reads strangers' files says no."""

from __future__ import annotations

from domain.pdf import Refusal


class Refused(Exception):
    """The file is not accepted, for this reason."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason
