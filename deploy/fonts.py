"""The fonts in one packed file: 3 MB less than each by itself, for a third of a second where something is printed."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path

FILE = "fonts.tar.xz"
FOLDER = Path("static") / "fonts"
SUFFIXES = frozenset({".otf", ".ttf"})


def is_font(name: str) -> bool:
    """Whether the file of this name inside goes into the packed one."""
    return Path(name).suffix in SUFFIXES and Path(name).parent == FOLDER


def pack(folder: Path, root: Path) -> Path:
    """Packs the fonts of ``root`` into ``folder``, unless that was done with these very fonts; gives the file."""
    fonts = sorted(file for file in (root / FOLDER).iterdir() if file.suffix in SUFFIXES)
    digest = hashlib.sha256(b"".join(font.read_bytes() for font in fonts)).hexdigest()[:16]
    file = folder / digest / FILE
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        with tarfile.open(part, "w:xz", preset=6) as archive:
            for font in fonts:
                archive.add(font, font.name, filter=_without_origin)
        part.replace(file)
    return file


def _without_origin(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """The same whoever builds it, and when."""
    entry.mtime = entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o644
    return entry


def unpack(folder: Path) -> None:
    """Puts the fonts where the office looks for them, in the folder that the file has unpacked itself into."""
    with tarfile.open(folder / FILE) as archive:
        archive.extractall(folder / FOLDER, filter="data")
