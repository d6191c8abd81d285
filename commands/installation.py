"""What a command is given: the settings, and the wiring of ``app.py``, which nobody imports."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # What a command needs of them it imports itself; most need no Flask, and what only tells nothing at all.
    from flask import Flask

    from adapters.backup_folder import BackupFolder
    from adapters.secrets import MasterKeySecretBox
    from config import Config
    from jobs.table import WayOut
    from services.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One office on one machine, not opened yet."""

    config: Config
    build_office: Callable[[Config], Office]
    """Opens it as it is: makes its folder, migrates its database, reads the programmes."""
    create_app: Callable[[Config, Office], Flask]
    way_out: Callable[[Config], WayOut]
    """How mails leave: asked again each round, since the office may set another mail server."""
    backup_folder: Callable[[Config, MasterKeySecretBox], BackupFolder]


Run = Callable[[Installation, argparse.Namespace], int]
"""Does a command; gives the exit status."""


class AddCommand(Protocol):
    """Puts a command on the command line; its own options follow on what comes back."""

    def __call__(self, name: str, run: Run, words: str) -> argparse.ArgumentParser: ...
