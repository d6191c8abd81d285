"""A forgotten password: a link by mail, in the same words for everybody who asks."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.office import office
from blueprints.office.forms import ForgottenForm, NewPasswordForm
from blueprints.office.second_factor import proof_of, put
from blueprints.shared import setup
from blueprints.shared.access import open_to_all
from blueprints.shared.office import current_office
from domain.account import RESET_LINK, LinkPurpose
from domain.errors import InvalidInput, TooManyTries
from domain.japanese.width import half_width
from services import enrolment, password_resets


@office.route("/password", methods=["GET", "POST"])
@open_to_all
def forgotten() -> ResponseReturnValue:
    form = ForgottenForm()
    if not form.is_submitted():
        return render_template("office/forgotten.html", form=form)
    if not form.validate():
        return render_template("office/forgotten.html", form=form), 422
    try:
        password_resets.ask(current_office(), email=half_width(form.email.data), address=request.remote_addr or "")
    except TooManyTries as refusal:
        return render_template("office/forgotten.html", form=form), put(form, refusal)
    return redirect(url_for("office.link_sent"), 303)


@office.get("/password/sent")
@open_to_all
def link_sent() -> ResponseReturnValue:
    return render_template("office/link_sent.html", minutes=int(RESET_LINK.total_seconds() // 60))


@office.route("/password/<token>", methods=["GET", "POST"])
@open_to_all
def new_password(token: str) -> ResponseReturnValue:
    who = enrolment.newcomer(current_office(), token, LinkPurpose.PASSWORD)
    form = NewPasswordForm()
    if not form.is_submitted():
        return render_template("office/new_password.html", form=form, who=who)
    if not form.validate():
        return render_template("office/new_password.html", form=form, who=who), 422
    try:
        entry = password_resets.reset(
            current_office(),
            token,
            password=form.password.data,
            proof=proof_of(form),
            address=request.remote_addr or "",
        )
    except (InvalidInput, TooManyTries) as refusal:
        status = put(form, refusal)
        return render_template("office/new_password.html", form=form, who=who), status
    setup.log_in(entry)
    return redirect(url_for("office.own_account"), 303)
