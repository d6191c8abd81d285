"""How much room is left."""

from __future__ import annotations

import shutil
from pathlib import Path


def free(folder: Path) -> int:
    """Octets free for us on the disk of a folder, or of the nearest one above it that exists."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
