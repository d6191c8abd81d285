"""The licences of everything that is carried along, as their authors ask: what ``madoguchi licences`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from deploy.inventory import Part

FILE = "madoguchi-licences.txt"


def write(folder: Path, found: Iterable[Part]) -> Path:
    """Writes all licences into one file in ``folder``; gives the file."""
    file = folder / FILE
    file.write_text("\n\n\n".join(map(_section, found)) + "\n", "utf-8")
    return file


def _section(part: Part) -> str:
    texts = [file.read_text("utf-8", "replace").strip() for file in part.licence_files if file.is_file()]
    head = f"{part.name} {part.version}" + (f" ({part.licence})" if part.licence else "")
    return "\n\n".join([head, "=" * len(head), *texts])
