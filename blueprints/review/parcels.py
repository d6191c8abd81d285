"""Many parcels at once: one print run, and the numbers of the post office one after the other (S4-155, S4-158)."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, StringField

from blueprints.review import review
from blueprints.review.page import REFUSED, pdf
from blueprints.shared.access import requires
from blueprints.shared.days import day_data, day_fields, put_words, read_day
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.parcel import MOST_AT_ONCE, posted_number
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.local_time import day_in_japan
from queries import parcels as kept
from services import dispatch


@review.get("/parcels")
@requires(Permission.DISPATCH)
def parcels() -> ResponseReturnValue:
    """What is to be printed, and what is printed and goes to the post."""
    return _page()


@review.post("/parcels/print")
@requires(Permission.DISPATCH)
def print_parcels() -> ResponseReturnValue:
    """A POST, since each printing of the secrets is on record and happens once."""
    try:
        papers = dispatch.print_parcels(current_office(), current_actor(), request.form.getlist("code"))
    except RuleViolation as refusal:
        if refusal.status not in {400, 404, 409, 410}:
            raise
        return _page(problem=words_for(refusal)), REFUSED
    return pdf(papers, "parcels.pdf")


@review.post("/parcels/dispatch")
@requires(Permission.DISPATCH)
def register_dispatches() -> ResponseReturnValue:
    """Those that have a number; what is wrong with one stops none of the others."""
    form = _numbers()
    day = read_day(form, "posted_on")
    typed = {
        code: None
        for kind, _line, code in (field.name.partition("_") for field in form if (field.data or "").strip())
        if kind in {"number", "medium"}
    }
    done = sum(_register(form, code, day) for code in typed) if not form.errors else 0
    if done:
        flash(_("%(count)s件の発送を登録し、PINコードなどを消去しました。", count=done), "success")
    if form.errors:
        return _page(form), REFUSED
    if not typed:
        flash(_("引受番号が入力されていません。"), "warning")
    return redirect(url_for("review.parcels"), 303)


def _register(form: FlaskForm, code: str, day: date | None) -> bool:
    """Registers one parcel; what is wrong with it is said at its place."""
    places = {"posted_number": f"number_{code}", "medium_number": f"medium_{code}"}
    at = places["posted_number"]
    try:
        numbers = {}
        for name, place in places.items():
            at = place
            if place in form and (form[place].data or "").strip():
                numbers[name] = posted_number(form[place].data)
        at = places["posted_number"]
        if "posted_number" not in numbers:
            raise InvalidInput("required")
        dispatch.register_dispatch(current_office(), current_actor(), code, posted_on=day, **numbers)
    except RuleViolation as refusal:
        at = "posted_on_year" if refusal.field == "posted_on" else places.get(refusal.field or "", at)
        put_words(form[at], refusal)
        return False
    return True


def _page(form: FlaskForm | None = None, *, problem: str = "") -> str:
    rows = kept.waiting(current_office())
    return render_template(
        "review/parcels.html",
        unprinted=[row for row in rows if row.printed_at is None],
        media=[row for row in rows if row.medium],
        printed=[row for row in rows if row.printed_at is not None],
        form=form or _numbers(fresh=True),
        names={f"posted_on_{part}": _("発送日") for part in ("year", "month", "day")},
        typed=form is not None,
        problem=problem,
        most=MOST_AT_ONCE,
    )


def _numbers(*, fresh: bool = False) -> FlaskForm:
    """One input for each parcel that is printed, and the day, which is today unless told."""
    fields: dict[str, Field] = day_fields("posted_on")
    for row in kept.waiting(current_office()):
        if row.printed_at is not None:
            fields[f"number_{row.code}"] = StringField(_("%(name)s様の引受番号", name=row.name))
            if row.medium:
                fields[f"medium_{row.code}"] = StringField(_("%(name)s様の媒体の引受番号", name=row.name))
    kind = type("NumbersForm", (FlaskForm,), fields)
    data = day_data("posted_on", day_in_japan(current_office().clock()))
    form: FlaskForm = kind(formdata=None, data=data) if fresh else kind(data=data)
    return form
