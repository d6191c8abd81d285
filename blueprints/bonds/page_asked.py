"""Which file, page and size the address of the viewer asks for; a wrong one is told and nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from domain.errors import InvalidInput, NotFound
from domain.japanese.width import only_digits
from services.bond_viewing import ViewedFile

ZOOMS = {"small": (_l("小"), 75), "fit": (_l("標準"), 110), "large": (_l("大"), 150), "largest": (_l("特大"), 200)}
"""What is in the address, its word, and dots per inch (``domain.pdf.DOTS_PER_INCH``)."""
NARROWEST = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to show; ``file`` is None in a folder whose files are all gone."""

    file: ViewedFile | None
    page: int
    zoom: str
    typed: str
    """The page as it was typed, for the field."""
    error: str = ""

    @property
    def dpi(self) -> int:
        return ZOOMS[self.zoom][1]

    def step(self, by: int) -> str | None:
        """The zoom next to this one, or None at the end."""
        names = list(ZOOMS)
        at = names.index(self.zoom) + by
        return names[at] if 0 <= at < len(names) else None


def asked(files: tuple[ViewedFile, ...]) -> Asked:
    """Reads the address. Raises ``NotFound`` for a file that is not among these, as for one that never was."""
    zoom = request.args.get("zoom", "fit")
    zoom = zoom if zoom in ZOOMS else "fit"
    file = _file(files)
    typed = request.args.get("page", "1")
    last = file.pages if file else 1
    page = _number(typed)
    nearest = min(max(page, 1), last)
    error = "" if page == nearest else _("1から%(last)sまでの数字を入力してください。", last=last)
    return Asked(file=file, page=nearest, zoom=zoom, typed=typed if error else str(page), error=error)


def _number(typed: str) -> int:
    """What was typed, in either width; 0, which is no page, for what is no number."""
    try:
        return int(only_digits(typed)[:9] or "0")
    except InvalidInput:
        return 0


def _file(files: tuple[ViewedFile, ...]) -> ViewedFile | None:
    wanted = request.args.get("file", "")
    if not wanted:
        return files[0] if files else None
    for file in files:
        if str(file.id) == wanted:
            return file
    raise NotFound("no_such_file")
