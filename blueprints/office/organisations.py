"""Insurers, agencies and the association: letting them in, and who acts for whom (S3-04, S3-13)."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.office import office
from blueprints.office.account_forms import OrganisationForm, RepresentationForm
from blueprints.office.second_factor import put
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.places import MOST
from blueprints.shared.posts import KINDS, kind_words
from domain.access import Permission
from domain.errors import InvalidInput
from domain.organisation import OrganisationKind
from queries import organisations as known
from services import organisations as houses


@office.get("/organisations")
@requires(Permission.MANAGE_OFFICE)
def organisations() -> ResponseReturnValue:
    return render_template("office/organisations.html", rows=known.listed(current_office()), kind_words=kind_words)


@office.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICE, fresh=True)
def new_organisation() -> ResponseReturnValue:
    form = OrganisationForm()
    form.kind.choices = [(str(kind), kind_words(kind)) for kind in KINDS]
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            kind, name = OrganisationKind(form.kind.data), form.name.data.strip()
            try:
                houses.create(current_office(), current_actor(), kind=kind, name=name)
            except InvalidInput as refusal:
                status = put(form, refusal)
            else:
                flash(_("%(name)sを登録しました。次に、管理する人を招待してください。", name=name), "success")
                return redirect(url_for("office.organisations"), 303)
    return render_template("office/new_organisation.html", form=form), status


@office.route(f"/organisations/<int(max={MOST}):organisation_id>/represents", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICE, fresh=True)
def represent(organisation_id: int) -> ResponseReturnValue:
    """An agency acts for an insurer from now on."""
    agency = known.one(current_office(), organisation_id)
    form = RepresentationForm()
    insurers = [row for row in known.listed(current_office()) if row.kind == OrganisationKind.INSURER]
    form.insurer.choices = [(str(row.id), row.name) for row in insurers]
    if not form.is_submitted():
        return render_template("office/represent.html", form=form, agency=agency)
    if not form.validate():
        return render_template("office/represent.html", form=form, agency=agency), 422
    houses.let_represent(
        current_office(), current_actor(), agency_id=organisation_id, insurer_id=int(form.insurer.data)
    )
    flash(_("%(name)sが取り扱う保険会社を登録しました。", name=agency.name), "success")
    return redirect(url_for("office.organisations"), 303)
