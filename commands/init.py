"""``init``: makes the data folder and everything in it."""

from __future__ import annotations

import argparse

from commands.installation import AddCommand, Installation
from commands.opening import prepare, takes_authority


def init(installation: Installation, _arguments: argparse.Namespace) -> int:
    """Makes the data folder and everything in it."""
    prepare(installation)
    print(f"ready: {installation.config.data}")
    return 0


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    takes_authority(command("init", init, "make the data folder"))
