"""One viewer for contractors and orderers: pages as pictures, and the file itself for orderers (S3-35…S3-40).

Every request, also for a single picture, asks for the viewing session anew: what ended it ends everything.
"""

from __future__ import annotations

from io import BytesIO

from flask import Response, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from blueprints.bonds import bonds
from blueprints.bonds.page_asked import NARROWEST, ZOOMS, asked
from blueprints.bonds.viewing_keys import forget, key_of
from blueprints.shared.access import open_to_all
from blueprints.shared.formatting import moment
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.pdf_words import signature_words
from domain.bonds.folder import KIND_NAMES, PAPER_NAMES
from domain.bonds.viewing import Ability
from domain.errors import NotFound
from services import bond_viewing
from services.bond_viewing import ViewedFile, Viewing

VIEWING = "/bonds/viewing/<int:viewing_id>"
ORDERERS_DOOR = "/orderer"
"""S3-26 names the path."""
FILE = f"{VIEWING}/<int:file_id>"


@bonds.get(VIEWING)
@open_to_all
def view(viewing_id: int) -> ResponseReturnValue:
    """A page of a file, chosen by ``file``, ``page`` and ``zoom`` in the address: Back and reload are harmless."""
    shown = _viewing(viewing_id)
    wanted = asked(shown.files)
    if wanted.file is not None:
        bond_viewing.note_seen(current_office(), shown, wanted.file.id)
    page = render_template(
        "bonds/view.html",
        viewing=shown,
        asked=wanted,
        file=wanted.file,
        zooms=ZOOMS,
        can_download=shown.ability is Ability.DOWNLOAD,
        kind_names=KIND_NAMES,
        paper_names=PAPER_NAMES,
        signature_words=signature_words,
    )
    return page, 400 if wanted.error else 200


@bonds.get(f"{FILE}/<int:page>.jpg")
@open_to_all
def page_image(viewing_id: int, file_id: int, page: int) -> ResponseReturnValue:
    """The picture of one page with who looks, and when, across it."""
    shown = _viewing(viewing_id)
    file = shown.file(file_id)
    if not 1 <= page <= file.pages:
        raise NotFound("no_such_page")
    office = current_office()
    picture = office.pdfs.page_image(
        file.sha256,
        lambda: bond_viewing.content(office, shown, file.id),
        page=page,
        dpi=asked(shown.files).dpi or NARROWEST,
        mark=f"{shown.viewer}\n{moment(office.clock())}",
    )
    answer = Response(picture, content_type="image/jpeg")
    # Whole or not at all: a part would be no use to a browser, and ranges have led others past their checks.
    answer.headers["Accept-Ranges"] = "none"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bonds.post(f"{FILE}/download")
@open_to_all
def download(viewing_id: int, file_id: int) -> ResponseReturnValue:
    """The exact bytes, for orderers (S3-36). Who may only look is refused by the service (S3-40)."""
    file, content = bond_viewing.download(current_office(), current_actor(), viewing_id, key_of(viewing_id), file_id)
    # Not conditional: no ranges and no "unchanged" of a file that must be asked for each time.
    answer = send_file(
        BytesIO(content), "application/pdf", as_attachment=True, download_name=file.name, conditional=False, etag=False
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Accept-Ranges"] = "none"
    return answer


@bonds.post(f"{VIEWING}/leave")
@open_to_all
def leave(viewing_id: int) -> ResponseReturnValue:
    """「戻る」 and 「閲覧を終える」: ends the session and leads to where a new one begins, no dead end (S3-37)."""
    office, key = current_office(), key_of(viewing_id)
    shown = _viewing(viewing_id)
    bond_viewing.leave(office, viewing_id, key)
    forget(viewing_id)
    return redirect(ORDERERS_DOOR if shown.ability is Ability.DOWNLOAD else url_for("bonds.gate"), 303)


def _viewing(viewing_id: int) -> Viewing:
    return bond_viewing.viewing(current_office(), viewing_id, key_of(viewing_id))


__all__ = ["ViewedFile", "download", "leave", "page_image", "view"]
