"""Who acts at the command line: whoever has the machine."""

from __future__ import annotations

import getpass

from domain.access import Actor


def operator() -> Actor:
    """The account of the operating system, for the audit trail."""
    return Actor(kind="system", name=f"command line ({getpass.getuser()})")
