"""発注者提出用フォーマット, filled in completely, for who gave URL and password (S3-22)."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from blueprints.bonds import bonds
from blueprints.bonds.viewing_keys import key_of
from blueprints.shared.access import open_to_all
from blueprints.shared.office import current_office
from services import bond_forms


@bonds.get("/bonds/viewing/<int:viewing_id>/form.<any(pdf, docx):file_format>")
@open_to_all
def orderer_form(viewing_id: int, file_format: str) -> ResponseReturnValue:
    content = bond_forms.for_viewer(current_office(), viewing_id, key_of(viewing_id), file_format)
    answer = Response(content, content_type=bond_forms.TYPES[file_format])
    answer.headers.set("Content-Disposition", "attachment", filename=f"orderer-form.{file_format}")
    answer.headers["Cache-Control"] = "no-store"
    return answer
