"""The folder of an installation is its owner's alone (design §3): keys, records and letters lie in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def close_to_others(folder: Path) -> list[Path]:
    """Takes group's and others' rights off everything in ``folder`` and off itself; gives what had been open.

    An older installation, or a copy made by hand, may have left them. What belongs to another user stays as it is,
    since only that user may change it.
    """
    opened = []
    for path in (folder, *folder.rglob("*")):
        try:
            about = path.lstat()
            if stat.S_ISLNK(about.st_mode) or not about.st_mode & OTHERS or about.st_uid != os.geteuid():
                continue
            path.chmod(stat.S_IMODE(about.st_mode) & ~OTHERS)
        except FileNotFoundError:
            # Another process of the office tidied up just now.
            continue
        opened.append(path)
    return opened
