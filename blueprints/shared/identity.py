"""Asking once more who sits there, before a weighty act; what was typed for it is not lost."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField
from wtforms.validators import ValidationError

from blueprints.shared.office import current_actor, current_office
from blueprints.shared.passkeys import LONGEST_ANSWER, taken_challenge
from blueprints.shared.words import words_for
from domain.errors import InvalidInput, TooManyTries
from domain.japanese.width import half_width
from services import identity

FRESH = timedelta(minutes=10)
_KEPT = "confirmed_at"
_PROOF, _PASSKEY = "identity_proof", "identity_passkey"
# A page must not say a secret again. Its owner types it once more.
_NOT_CARRIED = re.compile(rf"csrf_token|{_PROOF}|{_PASSKEY}|.*(?:password|passphrase|secret|pin).*", re.IGNORECASE)
# //host is another host; browsers read a backslash as a slash and leave out tabs and line breaks.
_IN_THE_HOUSE = re.compile(r"/(?![/\\])[^\\\s]*")


class IdentityForm(FlaskForm):
    """The password, a code of the authenticator app, or a passkey."""

    identity_proof = PasswordField(
        _("パスワードまたは確認コード"),
        description=_("ログインのパスワードか、認証アプリに表示されている6桁の数字を入力してください"),
    )
    identity_passkey = HiddenField()
    next = HiddenField()

    def validate_identity_proof(self, field: PasswordField) -> None:
        if not field.data and not self.identity_passkey.data:
            raise ValidationError(_("入力してください。"))


def confirmed_now() -> None:
    """Notes that the person behind this session has just proven who it is."""
    session[_KEPT] = current_office().clock().isoformat()


def is_fresh() -> bool:
    """Whether the proof is no older than ten minutes."""
    kept = session.get(_KEPT)
    return kept is not None and current_office().clock() < datetime.fromisoformat(kept) + FRESH


def ask() -> ResponseReturnValue | None:
    """Stands before a route that wants a fresh proof. None: it was given just now, and the request goes on.

    A page is come back to by its address. A form is carried through the question as hidden inputs, so that the
    answer and what was typed arrive together and nothing need be stored meanwhile.
    """
    if request.method != "POST":
        return redirect(url_for("office.confirm_identity", next=request.full_path), 303)
    if _PROOF not in request.form:
        return _page(IdentityForm(formdata=None), status=403)
    form = IdentityForm()
    return None if proven(form) else _page(form, status=422)


def proven(form: IdentityForm) -> bool:
    """Whether the form proves who it is; if not, the form says why."""
    if not form.validate():
        return False
    try:
        identity.confirm(
            current_office(),
            current_actor(),
            typed=as_typed_code(form.identity_proof.data),
            passkey=(form.identity_passkey.data or "")[:LONGEST_ANSWER],
            challenge=taken_challenge(),
        )
    except (InvalidInput, TooManyTries) as refusal:
        form.identity_proof.errors = [words_for(refusal)]
        return False
    confirmed_now()
    return True


def local(address: str | None) -> str:
    """The address if it stays in this house; else empty (a stranger's site must not get people who prove here)."""
    return address if address and _IN_THE_HOUSE.fullmatch(address) else ""


def as_typed_code(typed: str | None) -> str:
    """A code may come in full width, in groups and in small letters; a password is left as it is."""
    code = re.sub(r"[\s-]", "", half_width(typed or "")).upper()
    return code if re.fullmatch(r"[0-9]{6}|[A-Z0-9]{16}", code) else typed or ""


def _page(form: IdentityForm, *, status: int) -> ResponseReturnValue:
    carried = [
        (name, value) for name, values in request.form.lists() if not _NOT_CARRIED.fullmatch(name) for value in values
    ]
    page = render_template(
        "office/confirm_identity.html",
        form=form,
        action=request.full_path.rstrip("?"),
        carried=carried,
        lost=len(request.files) > 0 or any(_NOT_CARRIED.fullmatch(name) for name in _typed()),
    )
    return page, status


def _typed() -> list[str]:
    return [name for name in request.form if name not in {"csrf_token", _PROOF, _PASSKEY}]
