"""Deleting what was registered by mistake: asked for with a reason, approved by another person (S3-48…S3-50)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.bond_desk import bond_desk
from blueprints.bond_desk.acts import REFUSED, do
from blueprints.bond_desk.forms import ReasonForm
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.errors import NotFound, RuleViolation
from queries.bond_record import FileRow, Record, record
from services import bond_deletions


@bond_desk.get("/<int:folder_id>/delete")
@requires(Permission.UPLOAD_BONDS)
def ask_deletion(folder_id: int) -> ResponseReturnValue:
    found = record(current_office(), current_actor(), folder_id)
    return _page(found, _file(found), ReasonForm())


@bond_desk.post("/<int:folder_id>/delete")
@requires(Permission.UPLOAD_BONDS)
def request_deletion(folder_id: int) -> ResponseReturnValue:
    found = record(current_office(), current_actor(), folder_id)
    file, form = _file(found), ReasonForm()
    if not form.validate():
        return _page(found, file, form), REFUSED
    try:
        bond_deletions.request(
            current_office(), current_actor(), folder_id, file_id=file.id if file else None, reason=form.reason.data
        )
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        return _page(found, file, form, words_for(refusal)), 409
    flash(_("削除を申し出ました。いまからだれも閲覧できません。"), "success")
    return redirect(url_for("bond_desk.folder", folder_id=folder_id), 303)


@bond_desk.post("/<int:folder_id>/deletions/<int:deletion_id>/approve")
@requires(Permission.UPLOAD_BONDS)
def approve_deletion(folder_id: int, deletion_id: int) -> ResponseReturnValue:
    return do(
        folder_id,
        lambda office, actor, number: bond_deletions.approve(office, actor, number, deletion_id),
        _("削除しました。ファイルは復元できません。"),
    )


@bond_desk.post("/<int:folder_id>/deletions/<int:deletion_id>/decline")
@requires(Permission.UPLOAD_BONDS)
def decline_deletion(folder_id: int, deletion_id: int) -> ResponseReturnValue:
    return do(
        folder_id,
        lambda office, actor, number: bond_deletions.decline(office, actor, number, deletion_id),
        _("削除の申し出を取り下げました。閲覧用パスワードで、また閲覧できます。"),
    )


def _file(found: Record) -> FileRow | None:
    """The file that is meant; None: the whole folder."""
    wanted = request.args.get("file", "")
    if not wanted:
        return None
    file = next((file for file in found.files if str(file.id) == wanted and file.removed_at is None), None)
    if file is None:
        raise NotFound("no_such_file")
    return file


def _page(found: Record, file: FileRow | None, form: ReasonForm, refusal: str = "") -> str:
    return render_template("bond_desk/deletion.html", folder=found, file=file, form=form, refusal=refusal)
