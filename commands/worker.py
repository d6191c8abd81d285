"""``worker``: does only what happens by itself."""

from __future__ import annotations

import argparse

from commands.installation import AddCommand, Installation
from commands.opening import prepare
from jobs.run import run_until_signal
from jobs.table import BATCHES
from jobs.worker import Worker


def work(installation: Installation, _arguments: argparse.Namespace) -> int:
    """Does only what happens by itself: mails, expiry, revocation lists."""
    config, office = installation.config, prepare(installation)
    try:
        run_until_signal(Worker(office, installation.way_out(config)), Worker(office, None, jobs=BATCHES))
    finally:
        office.database.close()
    return 0


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    command("worker", work, "do only what happens by itself")
