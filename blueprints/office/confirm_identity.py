"""The page that asks once more who sits there, and leads back."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.office import office
from blueprints.shared import identity
from blueprints.shared.access import open_to_staff
from blueprints.shared.identity import IdentityForm


@office.route("/confirm-identity", methods=["GET", "POST"])
@open_to_staff
def confirm_identity() -> ResponseReturnValue:
    form = IdentityForm(data={"next": request.args.get("next", "")})
    if not form.is_submitted():
        return render_template("office/confirm_identity.html", form=form)
    if not identity.proven(form):
        return render_template("office/confirm_identity.html", form=form), 422
    return redirect(identity.local(form.next.data) or url_for("office.desk"), 303)
