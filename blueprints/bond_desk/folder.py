"""The list of folders, one folder, and the 発注者提出用フォーマット (S3-17, S3-21, S3-22)."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterator

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.bond_desk import bond_desk
from blueprints.shared import states
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.pdf_words import signature_words
from blueprints.shared.places import moment, place_from, place_text
from domain.access import Permission
from domain.bonds.folder import KIND_NAMES, PAPER_NAMES, BondKind
from domain.japanese.local_time import day_in_japan
from queries.bond_folders import FolderRow
from queries.bond_folders import folders as folders_of
from queries.bond_record import record
from queries.keyset import Place
from services import bond_forms


def filters() -> list[tuple[str, str]]:
    """The ways to narrow the list."""
    return [
        ("open", _("保管中")),
        ("requested", _("削除の申し出中")),
        ("due", _("まもなく保管期間終了")),
        ("gone", _("削除済み")),
        ("all", _("すべて")),
    ]


@bond_desk.get("")
@requires(Permission.SEE_BONDS)
def folders() -> ResponseReturnValue:
    text, wanted = request.args.get("text", "").strip(), request.args.get("state", "open")
    found = folders_of(
        current_office(),
        current_actor(),
        text=text,
        wanted=wanted,
        place=place_from(request.args.get("page", ""), (moment, int)),
    )

    def url(place: Place | None) -> str:
        return url_for("bond_desk.folders", text=text, state=wanted, page=place_text(place)) if place else ""

    return render_template(
        "bond_desk/folders.html",
        found=found,
        text=text,
        state=wanted,
        filters=filters(),
        newer_url=url(found.page.previous),
        older_url=url(found.page.following),
        kind_names=KIND_NAMES,
        may_upload=current_actor().may(Permission.UPLOAD_BONDS),
    )


@bond_desk.get("/list.csv")
@requires(Permission.SEE_BONDS)
def folders_csv() -> ResponseReturnValue:
    """The whole narrowed list, for a spreadsheet."""
    head = [
        _("証券番号"),
        _("保険会社"),
        _("種類"),
        _("受注者名"),
        _("工事名"),
        _("状態"),
        _("ファイル数"),
        _("保管期限"),
    ]
    rows = _all_rows(request.args.get("text", "").strip(), request.args.get("state", "open"))

    def lines() -> Iterator[str]:
        # Excel takes a file for Shift_JIS unless it begins with this mark.
        yield "\ufeff" + _line(head)
        for row in rows:
            state = str(states.label_of("bond", row.state)[0])
            about = [
                row.policy_number,
                row.insurer,
                KIND_NAMES[BondKind(row.kind)],
                row.contractor_name,
                row.works_name,
            ]
            yield _line([*about, state, str(row.files), row.kept_until.isoformat()])

    answer = Response(stream_with_context(lines()), mimetype="text/csv")
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"bonds-{day_in_japan(current_office().clock())}.csv"
    )
    return answer


@bond_desk.get("/<int:folder_id>")
@requires(Permission.SEE_BONDS)
def folder(folder_id: int) -> ResponseReturnValue:
    actor = current_actor()
    found = record(current_office(), actor, folder_id)
    return render_template(
        "bond_desk/folder.html",
        folder=found,
        may_upload=actor.may(Permission.UPLOAD_BONDS) and found.is_open,
        me=actor.staff_id,
        kind_names=KIND_NAMES,
        paper_names=PAPER_NAMES,
        signature_words=signature_words,
    )


@bond_desk.get("/<int:folder_id>/form.<any(pdf, docx):file_format>")
@requires(Permission.UPLOAD_BONDS)
def form(folder_id: int, file_format: str) -> ResponseReturnValue:
    """発注者提出用フォーマット, with the places for the contractor."""
    content = bond_forms.for_agent(current_office(), current_actor(), folder_id, file_format)
    return attachment(content, bond_forms.TYPES[file_format], f"orderer-form-{folder_id}.{file_format}")


@bond_desk.post("/<int:folder_id>/form")
@requires(Permission.UPLOAD_BONDS)
def encrypted_form(folder_id: int) -> ResponseReturnValue:
    """The page that shows the password once; the file comes with it as a data link of the page's own form."""
    content, password = bond_forms.encrypted_for_agent(current_office(), current_actor(), folder_id)
    found = record(current_office(), current_actor(), folder_id)
    return render_template(
        "bond_desk/encrypted.html", folder=found, password=password, content=base64.b64encode(content).decode()
    )


def attachment(content: bytes, kind: str, name: str) -> Response:
    """A file to keep."""
    answer = Response(content, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _all_rows(text: str, wanted: str) -> list[FolderRow]:
    rows: list[FolderRow] = []
    place: Place | None = None
    while True:
        found = folders_of(current_office(), current_actor(), text=text, wanted=wanted, place=place, size=1000)
        rows += found.page.rows
        if (place := found.page.following) is None:
            return rows


def _line(values: list[str]) -> str:
    """One line; a value that a spreadsheet would take for a formula is kept a text."""
    out = io.StringIO()
    csv.writer(out).writerow(
        [f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value for value in values]
    )
    return out.getvalue()
