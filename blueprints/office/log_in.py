"""Log-in and log-out of staff."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.office import office
from blueprints.office.forms import LogInForm
from blueprints.office.second_factor import proof_of
from blueprints.shared import devices, setup
from blueprints.shared.access import before_first_steps, open_to_all, open_to_staff
from blueprints.shared.identity import local
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.errors import InvalidInput, TooManyTries
from domain.japanese.width import half_width
from services import log_in as door


@office.route("/login", methods=["GET", "POST"])
@open_to_all
def log_in() -> ResponseReturnValue:
    """The same words for an unknown account, a wrong password and a wrong code."""
    if current_user.is_authenticated:
        return redirect(url_for("office.desk"), 303)
    form = LogInForm(data={"next": request.args.get("next", "")})
    if not form.is_submitted():
        return render_template("office/log_in.html", form=form)
    if not form.validate():
        return render_template("office/log_in.html", form=form), 422
    try:
        entry = door.log_in(
            current_office(),
            email=half_width(form.email.data),
            password=form.password.data,
            proof=proof_of(form),
            address=request.remote_addr or "",
            device=devices.device(),
        )
    except (InvalidInput, TooManyTries) as refusal:
        form.form_errors.append(words_for(refusal))
        return render_template("office/log_in.html", form=form), 422 if refusal.status == 400 else refusal.status
    setup.log_in(entry)
    return redirect(local(form.next.data) or url_for("office.desk"), 303)


@office.post("/logout")
@before_first_steps
@open_to_staff
def logout() -> ResponseReturnValue:
    """Ends the session in the database too: its token is worth nothing afterwards."""
    door.log_out(current_office(), current_actor())
    session.clear()
    session.renew()  # type: ignore[attr-defined]  # because ours is an OfficeSession
    flash(_("ログアウトしました。"), "success")
    answer = redirect(url_for("office.log_in"), 303)
    # Pages are never kept (no-store); this is for whatever else a browser thinks up (ASVS 5.0 V14.3.1).
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
