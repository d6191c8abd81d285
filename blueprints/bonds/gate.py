"""閲覧用URL and 閲覧用パスワード open a folder to look at. Opening the page, as mail scanners do, stores nothing."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from blueprints.bonds import bonds
from blueprints.bonds.viewing_keys import remember
from blueprints.shared.access import open_to_all
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.errors import InvalidInput, RuleViolation
from services import bond_viewing


class GateForm(FlaskForm):
    """URL and password (S3-39); the URL is not asked for when it is the page's own address."""

    class Meta:
        # The view refuses posts of other sites by another way, see ``enter``.
        csrf = False

    url = StringField(_l("閲覧用URL"))
    password = StringField(_l("閲覧用パスワード"))


@bonds.get("/b")
@bonds.get("/b/<token>")
@open_to_all
def gate(token: str = "") -> ResponseReturnValue:
    """The same page for every URL, known or not: nobody learns here which there are."""
    return _page(GateForm(), token)


@bonds.post("/b")
@bonds.post("/b/<token>")
@open_to_all
def enter(token: str = "") -> ResponseReturnValue:
    """Opens a session that may look and never take (S3-39, S3-40)."""
    # Browsers say themselves where a form came from (Fetch Metadata, W3C).
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(400)
    form = GateForm()
    try:
        url = token or _given(form.url)
        opened = bond_viewing.enter(current_office(), current_actor(), url=url, password=_given(form.password))
    except RuleViolation as refusal:
        field = form.url if refusal.field == "url" else form.password
        field.errors = [words_for(refusal)]
        return _page(form, token), refusal.status
    remember(opened)
    return redirect(url_for("bonds.view", viewing_id=opened.viewing_id), 303)


def _given(field: StringField) -> str:
    """What was typed. Raises ``InvalidInput('required')``: an empty field costs no try."""
    typed = str(field.data or "").strip()
    if not typed:
        raise InvalidInput("required", field.name)
    return typed


def _page(form: GateForm, token: str) -> str:
    return render_template("bonds/gate.html", form=form, asks_url=not token)
