"""Passwords and URLs: tell again, renew, revoke (S3-25, S3-55)."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.bond_desk import bond_desk
from blueprints.bond_desk.forms import AddressForm
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Actor, Permission
from domain.errors import RuleViolation
from queries.bond_record import record
from services import bond_folders
from services.office import Office

REFUSED = 422
Act = Callable[[Office, Actor, int], None]


@bond_desk.post("/<int:folder_id>/new-password")
@requires(Permission.UPLOAD_BONDS)
def new_password(folder_id: int) -> ResponseReturnValue:
    done = _("新しい閲覧用パスワードを発行しました。あなたへメールで送ります。いま開いている閲覧は終了します。")
    return do(folder_id, bond_folders.new_password, done)


@bond_desk.post("/<int:folder_id>/resend-password")
@requires(Permission.UPLOAD_BONDS)
def resend_password(folder_id: int) -> ResponseReturnValue:
    return do(folder_id, bond_folders.resend_password, _("いまの閲覧用パスワードを、あなたへメールで送ります。"))


@bond_desk.post("/<int:folder_id>/resend-url")
@requires(Permission.UPLOAD_BONDS)
def resend_url(folder_id: int) -> ResponseReturnValue:
    return do(folder_id, bond_folders.resend_url, _("いまの閲覧用URLを、受注者へメールで送ります。"))


@bond_desk.post("/<int:folder_id>/revoke-url")
@requires(Permission.UPLOAD_BONDS)
def revoke_url(folder_id: int) -> ResponseReturnValue:
    return do(folder_id, bond_folders.revoke_url, _("閲覧用URLを無効にしました。だれも閲覧できません。"))


@bond_desk.get("/<int:folder_id>/new-url")
@requires(Permission.UPLOAD_BONDS)
def ask_new_url(folder_id: int) -> ResponseReturnValue:
    found = record(current_office(), current_actor(), folder_id)
    form = AddressForm(data={"contractor_email": found.contractor_email})
    return render_template("bond_desk/new_url.html", folder=found, form=form)


@bond_desk.post("/<int:folder_id>/new-url")
@requires(Permission.UPLOAD_BONDS)
def new_url(folder_id: int) -> ResponseReturnValue:
    form = AddressForm()
    if (email := form.read()) is None:
        found = record(current_office(), current_actor(), folder_id)
        return render_template("bond_desk/new_url.html", folder=found, form=form), REFUSED
    return do(
        folder_id,
        lambda office, actor, number: bond_folders.new_url(office, actor, number, contractor_email=email),
        _("新しい閲覧用URLを、%(email)s へメールで送ります。これまでのURLは使えません。", email=email),
    )


def do(folder_id: int, act: Act, done: str) -> ResponseReturnValue:
    """Does it and says so on the folder's page; a refusal of the moment is told there too."""
    try:
        act(current_office(), current_actor(), folder_id)
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(words_for(refusal), "danger")
    else:
        flash(done, "success")
    return redirect(url_for("bond_desk.folder", folder_id=folder_id), 303)
