"""The licences of everything that is carried along, as their authors ask: what ``madoguchi licences`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from deploy.inventory import Part

FILE = "madoguchi-licences.txt"


def write(folder: Path, found: Iterable[Part]) -> Path:
    """Writes all licences into one file in ``folder``; gives the file."""
    file = folder / FILE
    known: dict[str, str] = {}
    file.write_text("\n\n\n".join(_section(part, known) for part in found) + "\n", "utf-8")
    return file


def _section(part: Part, known: dict[str, str]) -> str:
    """Head and texts; a text that was there already is named. ``known`` remembers whose each text was first."""
    texts = [file.read_text("utf-8", "replace").strip() for file in part.licence_files if file.is_file()]
    shown = [text if (first := known.setdefault(text, part.name)) == part.name else f"as {first}" for text in texts]
    head = f"{part.name} {part.version}" + (f" ({part.licence})" if part.licence else "")
    return "\n\n".join([head, "=" * len(head), *shown])
