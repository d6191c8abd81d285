"""The folder into which the single file unpacks itself: it must not outlive its process, nor the process its parent.

The file starts as two processes: a parent that unpacks and waits, and its child, the office. Both halves of the
promise are kept from here (docs/decisions/0008-one-file.md).
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from deploy.contents import BUILD_FACTS

LOCK = "in-use"
PATIENCE_S = 600
"""Nobody unpacks for so long: a folder without a lock that is older was left behind halfway."""
_PR_SET_PDEATHSIG = 1


def settle(folder: Path) -> None:
    """Ties this process to its parent and the unpacked ``folder`` to this process; sweeps what others left."""
    parent = os.getppid()
    follow_parent()
    if not _is_this_program(parent):
        # It died before we asked to be told.
        sys.exit(1)
    hold(folder)
    atexit.register(_sweep_own, folder, parent)
    sweep(folder.parent, keep=folder)


def follow_parent() -> None:
    """Asks the kernel for SIGTERM, the polite end, on the day the parent is gone without a word (SIGKILL)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def hold(folder: Path) -> None:
    """Locks ``folder`` as being in use until this process ends, however it ends."""
    descriptor = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def sweep(place: Path, *, keep: Path) -> list[Path]:
    """Removes unpacked folders of ours in ``place`` that nobody uses any more; gives them."""
    stale = [folder for folder in place.glob("_MEI*") if folder != keep and _is_stale(folder)]
    for folder in stale:
        shutil.rmtree(folder, ignore_errors=True)
    return stale


def _is_stale(folder: Path) -> bool:
    """Ours, and without a living process. A link, or a folder of another user or program, is left alone."""
    with contextlib.suppress(OSError):
        if folder.is_symlink() or folder.stat().st_uid != os.getuid() or not (folder / BUILD_FACTS).is_file():
            return False
        try:
            descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return time.time() - folder.stat().st_mtime > PATIENCE_S  # noqa: TID251 - compared with the file system's
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(descriptor)
        return True
    return False


def _is_this_program(process: int) -> bool:
    """Whether it runs the same file. Where the system does not say (no /proc), yes."""
    try:
        return os.path.samefile(f"/proc/{process}/exe", "/proc/self/exe")
    except OSError:
        return True


def _sweep_own(folder: Path, parent: int) -> None:
    """The parent removes the folder after us; when it is gone before us, we do."""
    if os.getppid() != parent:
        shutil.rmtree(folder, ignore_errors=True)
