"""The first steps of an account: own password, own second factor, and codes that are shown once."""

from __future__ import annotations

import segno
from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.office import office
from blueprints.office.forms import FirstStepsForm
from blueprints.office.second_factor import as_json, forget_secret, new_factor, put, secret
from blueprints.shared import new_codes, setup
from blueprints.shared.access import before_first_steps, open_to_all, open_to_staff
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.passkeys import new_challenge
from domain.account import LinkPurpose
from domain.errors import InvalidInput, TooManyTries
from services import enrolment, one_time_codes
from services.enrolment import Newcomer

_PURPOSES = (LinkPurpose.INVITATION, LinkPurpose.FACTORS)


@office.route("/welcome/<token>", methods=["GET", "POST"])
@open_to_all
def welcome(token: str) -> ResponseReturnValue:
    """Where the link of an invitation leads, and that after a lost device."""
    who = enrolment.newcomer(current_office(), token, *_PURPOSES)
    return _first_steps(who, token, url_for("office.welcome_question", token=token))


@office.post("/welcome/<token>/question")
@open_to_all
def welcome_question(token: str) -> Response:
    return _question(enrolment.newcomer(current_office(), token, *_PURPOSES))


@office.route("/first-steps", methods=["GET", "POST"])
@before_first_steps
@open_to_staff
def first_steps() -> ResponseReturnValue:
    """For whoever came in with a password and a secret that another made."""
    if current_user.enrolled:
        return redirect(url_for("office.desk"), 303)
    return _first_steps(_myself(), "", url_for("office.first_steps_question"))


@office.post("/first-steps/question")
@before_first_steps
@open_to_staff
def first_steps_question() -> Response:
    return _question(_myself())


@office.route("/recovery-codes", methods=["GET", "POST"], endpoint="new_codes")
@before_first_steps
@open_to_staff
def new_codes_page() -> ResponseReturnValue:
    """Shows them until their owner says that they are put away."""
    if request.method == "POST":
        new_codes.put_away()
        return redirect(url_for("office.desk"), 303)
    codes = new_codes.waiting()
    if not codes:
        return redirect(url_for("office.own_account"), 303)
    return render_template("office/recovery_codes.html", codes=codes)


def qr_code(email: str) -> str:
    """The QR code of the secret that is being set up, as an image in the page: it must lie nowhere else."""
    address = one_time_codes.address_of(current_office(), secret(), email)
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=4))


def _first_steps(who: Newcomer, token: str, question_url: str) -> ResponseReturnValue:
    form = FirstStepsForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                return _enrol(who, token, form)
            except (InvalidInput, TooManyTries) as refusal:
                status = put(form, refusal)
    page = render_template(
        "office/welcome.html",
        form=form,
        who=who,
        keeps_password=who.purpose == LinkPurpose.FACTORS,
        qr=qr_code(who.email),
        secret=secret(),
        question_url=question_url,
    )
    return page, status


def _enrol(who: Newcomer, token: str, form: FirstStepsForm) -> ResponseReturnValue:
    done = enrolment.enrol(
        current_office(),
        who,
        token=token,
        password=form.password.data,
        factor=new_factor(form, name=_("最初のパスキー")),
        address=request.remote_addr or "",
    )
    forget_secret()
    setup.log_in(done.entry)
    new_codes.keep(done.codes)
    return redirect(url_for("office.new_codes"), 303)


def _question(who: Newcomer) -> Response:
    return as_json(
        current_office().passkeys.ask_for_new(
            staff_id=who.staff_id, email=who.email, name=who.name, known=[], challenge=new_challenge()
        )
    )


def _myself() -> Newcomer:
    return enrolment.by_id(current_office(), current_actor().staff_id or 0)
