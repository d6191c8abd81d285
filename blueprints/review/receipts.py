"""Receipts by scanner, those that are late, and a longer term (S4-177…S4-180)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from blueprints.review import review
from blueprints.review.outcome import refused, to_application
from blueprints.review.page import REFUSED
from blueprints.shared.access import requires
from blueprints.shared.days import day_fields, put_words, read_day
from blueprints.shared.formatting import day
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.places import moment, place_from, place_text
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.application import ApplicationState
from domain.errors import InvalidInput, NotFound, RuleViolation
from queries import receipts as awaited
from queries.application_record import record
from queries.issued_certificate import issued_certificate
from services import receipts


class ExtensionForm(FlaskForm):
    """A later last day, and why."""

    reason = TextAreaField(
        later("延長の理由"),
        [DataRequired(later("入力してください。"))],
        description=later("連絡した相手と日時、事情を書いてください。記録に残り、名義人には送られません。"),
    )


for _name, _field in day_fields("until").items():
    setattr(ExtensionForm, _name, _field)


@review.get("/receipts")
@requires(Permission.SEE_APPLICATIONS)
def receipts_awaited() -> ResponseReturnValue:
    """The late ones, and a field for the scanner. A text that was scanned opens its application."""
    text = request.args.get("text", "").strip()
    problem = ""
    if text:
        try:
            return _to_scanned(awaited.scanned(current_office(), text))
        except (InvalidInput, NotFound) as refusal:
            problem = words_for(NotFound("no_such_receipt") if refusal.code == "not_a_code" else refusal)
    everything = request.args.get("show") == "all"
    place = place_from(request.args.get("page", ""), (moment, int))
    found = awaited.awaited(current_office(), overdue=not everything, place=place)
    pages = {
        name: url_for("review.receipts_awaited", show="all" if everything else None, page=place_text(where))
        for name, where in (("newer_url", found.previous), ("older_url", found.following))
        if where
    }
    actor = current_actor()
    may = {permission.value: actor.may(permission) for permission in Permission}
    html = render_template(
        "review/receipts.html", rows=found.rows, everything=everything, text=text, problem=problem, may=may, **pages
    )
    return (html, REFUSED) if problem else html


def _to_scanned(found: awaited.Scanned) -> ResponseReturnValue:
    """The application, ready for its receipt; of a sheet that was here before, the words for it."""
    if found.state is ApplicationState.COMPLETED:
        when = day(found.returned_on) if found.returned_on else ""
        flash(_("この受領書は、すでに登録されています(%(day)s)。", day=when) if when else
              _("この受領書は、すでに登録されています。"), "info")  # fmt: skip
        return redirect(url_for("review.application", code=found.code), 303)
    if found.state is not ApplicationState.DISPATCHED:
        flash(_("発送の登録がまだのため、受領書を登録できません。"), "warning")
    return redirect(url_for("review.application", code=found.code, scanned="yes", _anchor="receipt"), 303)


@review.get("/<code>/receipt/extension")
@requires(Permission.REVOKE)
def receipt_extension(code: str) -> ResponseReturnValue:
    return _extension(code, ExtensionForm(formdata=None))


@review.post("/<code>/receipt/extension")
@requires(Permission.REVOKE)
def extend_receipt(code: str) -> ResponseReturnValue:
    form = ExtensionForm()
    valid, until = form.validate(), read_day(form, "until")
    if until is None and not form["until_year"].errors:
        put_words(form["until_year"], InvalidInput("required"))
    if not valid or until is None or form.errors:
        return _extension(code, form), REFUSED
    try:
        receipts.extend(current_office(), current_actor(), code, until=until, reason=form.reason.data or "")
    except RuleViolation as refusal:
        if refusal.field not in {"until", "reason"}:
            return refused(code, refusal, reached=ApplicationState.COMPLETED)
        put_words(form["until_year" if refusal.field == "until" else "reason"], refusal)
        return _extension(code, form), REFUSED
    return to_application(
        code, _("受領書送付期限日を%(day)sに延長しました。名義人へメールを送ります。", day=day(until))
    )


def _extension(code: str, form: ExtensionForm) -> str:
    found, certificate = record(current_office(), code), issued_certificate(current_office(), code)
    return render_template("review/extension.html", application=found, certificate=certificate, form=form)
