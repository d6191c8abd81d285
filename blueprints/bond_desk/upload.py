"""Files on their way: one by one with a progress bar, or with the form itself (works without JavaScript)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from blueprints.bond_desk import bond_desk
from blueprints.shared.access import requires, takes_files
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.bonds.folder import LARGEST_UPLOAD
from domain.errors import Busy, InvalidInput
from domain.pdf import MOST_BYTES
from services import bond_drafts


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    name: str
    words: str


@bond_desk.post("/files")
@requires(Permission.UPLOAD_BONDS)
@takes_files(LARGEST_UPLOAD)
def take_file() -> ResponseReturnValue:
    """One file of a draft, for the page's script; says what became of it."""
    folder = request.form.get("folder", "")
    given = request.files.get("file")
    if given is None:
        return jsonify(refused=words_for(InvalidInput("no_files", "file"))), 422
    try:
        file_id = _take(given, request.form.get("key", ""), int(folder) if folder.isdigit() else None)
    except (InvalidInput, Busy) as refusal:
        return jsonify(refused=words_for(refusal)), 422
    return jsonify(id=file_id)


def take_all(key: str, folder_id: int | None) -> list[Refused]:
    """The files that came with a form; gives those that were refused, and the others are kept."""
    refused = []
    for given in request.files.getlist("files"):
        if not given.filename:
            continue
        try:
            _take(given, key, folder_id)
        except (InvalidInput, Busy) as refusal:
            refused.append(Refused(given.filename, words_for(refusal)))
    return refused


def _take(given: FileStorage, key: str, folder_id: int | None) -> int:
    # One octet more than is allowed: enough for the check to see that it is too large, and never the whole.
    content = given.stream.read(MOST_BYTES + 1)
    given.close()
    return bond_drafts.add_file(
        current_office(), current_actor(), key, folder_id=folder_id, name=given.filename or "", content=content
    )
