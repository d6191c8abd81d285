"""The parcel with PIN, password and receipt leaves the house (S4-153…S4-159)."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from blueprints.review import review
from blueprints.review.forms import ReprintForm, dispatch_form
from blueprints.review.outcome import refused, to_application
from blueprints.review.page import REFUSED, Typed, pdf, show
from blueprints.shared.access import requires
from blueprints.shared.days import put_words, read_day
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.application import ApplicationState
from domain.certificates.parcel import posted_number
from domain.errors import InvalidInput, RuleViolation
from queries.application_record import record
from services import dispatch, reprints


@review.post("/<code>/parcel.pdf")
@requires(Permission.DISPATCH)
def parcel(code: str) -> ResponseReturnValue:
    """A POST, since each printing of the secrets is on record."""
    try:
        papers = dispatch.print_parcel(current_office(), current_actor(), code)
    except RuleViolation as refusal:
        return refused(code, refusal, reached=ApplicationState.DISPATCHED)
    return pdf(papers, f"parcel-{code}.pdf")


@review.post("/<code>/dispatch")
@requires(Permission.DISPATCH)
def register_dispatch(code: str) -> ResponseReturnValue:
    form = dispatch_form(current_office())
    valid, day = form.validate(), read_day(form, "posted_on")
    numbers = {field.name: _number(field) for field in (form.posted_number, form.medium_number) if field.data}
    if not valid or form.errors:
        return show(record(current_office(), code), Typed(dispatch=form))
    try:
        dispatch.register_dispatch(current_office(), current_actor(), code, posted_on=day, **numbers)
    except RuleViolation as refusal:
        if refusal.field not in {"posted_on", "posted_number", "medium_number"}:
            return refused(code, refusal, reached=ApplicationState.DISPATCHED)
        put_words(form["posted_on_year" if refusal.field == "posted_on" else refusal.field], refusal)
        return show(record(current_office(), code), Typed(dispatch=form))
    return to_application(code, _posted(on_medium=record(current_office(), code).series.on_medium))


def _posted(*, on_medium: bool) -> str:
    if on_medium:
        return _("発送を登録し、PINコードと証明書ファイルを消去しました。次は、受領書の到着を待ちます。")
    return _("発送を登録し、PINコードとパスワードを消去しました。次は、受領書の到着を待ちます。")


def _number(field: Field) -> str:
    """The number as the post office prints it; what is none is said at its place."""
    try:
        return posted_number(field.data)
    except InvalidInput as problem:
        put_words(field, problem)
        return ""


@review.get("/<code>/reprint")
@requires(Permission.DISPATCH)
def reprint(code: str) -> ResponseReturnValue:
    """A page of the printer is lost: what printing anew means, before it is done."""
    found = record(current_office(), code)
    if found.state is not ApplicationState.ISSUED:
        return redirect(url_for("review.application", code=code), 303)
    return render_template("review/reprint.html", application=found, form=ReprintForm(formdata=None), refusal="")


@review.post("/<code>/reprint")
@requires(Permission.DISPATCH)
def reprint_parcel(code: str) -> ResponseReturnValue:
    form, refusal = ReprintForm(), ""
    if form.validate():
        try:
            papers = reprints.reprint_parcel(current_office(), current_actor(), code, reason=form.reason.data or "")
        except RuleViolation as problem:
            if problem.status not in {400, 409}:
                raise
            refusal = words_for(problem)
        else:
            return pdf(papers, f"parcel-{code}.pdf")
    html = render_template(
        "review/reprint.html", application=record(current_office(), code), form=form, refusal=refusal
    )
    return html, REFUSED
