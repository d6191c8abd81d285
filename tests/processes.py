"""The processes that this one has started for its work: which there are, and what they hold."""

from __future__ import annotations

import os
from pathlib import Path


def workers() -> list[int]:
    """Process ids of the living children of this process that print papers or draw pages."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue  # ended just now
            if fields[1] == str(os.getpid()) and fields[0] != "Z" and b"spawn_main" in command:
                found.append(int(entry.name))
    return found


def memory(process: int) -> int:
    """What the process has made, in kB; pages of files come and go with what else the machine does.

    What is free again is given back now and then only: to be compared by the highest of many looks.
    """
    status = Path(f"/proc/{process}/status").read_text()
    return sum(int(status.split(f"{name}:")[1].split()[0]) for name in ("RssAnon", "VmSwap"))
