"""登録情報変更申請書: registered as it arrives, then changed by a reviewer (S4-187…S4-191)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import review
from blueprints.review.change_forms import CarryOutForm, ChangeForm, ChangeRefusalForm, change_form
from blueprints.review.page import REFUSED
from blueprints.shared.access import requires
from blueprints.shared.days import put_words, read_day
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.change_request import ITEMS, ChangeState
from domain.errors import InvalidInput, RuleViolation
from queries import change_requests
from queries.application_record import record
from services import changes as service


@review.get("/changes")
@requires(Permission.REGISTER_PAPERS)
def changes_waiting() -> ResponseReturnValue:
    return render_template("review/changes.html", changes=change_requests.waiting(current_office()))


@review.get("/<code>/change")
@requires(Permission.REGISTER_PAPERS)
def change(code: str) -> ResponseReturnValue:
    return _page(code)


@review.post("/<code>/change")
@requires(Permission.REGISTER_PAPERS)
def receive_change(code: str) -> ResponseReturnValue:
    form = change_form()
    valid, received_on = form.validate(), read_day(form, "received_on")
    if received_on is None and not form["received_on_year"].errors:
        put_words(form["received_on_year"], InvalidInput("required"))
    if not valid or received_on is None or form.errors:
        return _page(code, form=form), REFUSED
    typed = {key: form[key].data or "" for key in ITEMS}
    try:
        service.receive(current_office(), current_actor(), code, typed, received_on=received_on)
    except RuleViolation as refusal:
        return _refused(code, refusal, form=form)
    flash(_("変更申請書の到着を登録しました。審査担当が印影を照合し、変更します。"), "success")
    return redirect(url_for("review.change", code=code), 303)


@review.post("/<code>/change/carry-out")
@requires(Permission.REVIEW)
def carry_out_change(code: str) -> ResponseReturnValue:
    form = CarryOutForm()
    try:
        service.carry_out(current_office(), current_actor(), _request_id(code), seal_matches=form.seal_matches.data)
    except RuleViolation as refusal:
        return _refused(code, refusal, carrying=form)
    flash(_("登録内容を変更しました。名義人へ「登録内容変更完了のご連絡」を送ります。"), "success")
    return redirect(url_for("review.change", code=code), 303)


@review.post("/<code>/change/refuse")
@requires(Permission.REVIEW)
def refuse_change(code: str) -> ResponseReturnValue:
    form = ChangeRefusalForm()
    try:
        service.refuse(current_office(), current_actor(), _request_id(code), note=form.refusal.data or "")
    except RuleViolation as refusal:
        return _refused(code, refusal, refusing=form)
    flash(_("変更を見送りました。名義人へのメールはありません。"), "success")
    return redirect(url_for("review.change", code=code), 303)


def _refused(
    code: str,
    refusal: RuleViolation,
    *,
    form: ChangeForm | None = None,
    carrying: CarryOutForm | None = None,
    refusing: ChangeRefusalForm | None = None,
) -> ResponseReturnValue:
    """The words at their place, or on top of the page; nothing typed is lost."""
    if refusal.status not in {400, 409}:
        raise refusal
    sent = form or carrying or refusing
    place = {"received_on": "received_on_year"}.get(refusal.field or "", refusal.field or "")
    if sent is not None and place and place in sent:
        put_words(sent[place], refusal)
        return _page(code, form=form, carrying=carrying, refusing=refusing), REFUSED
    shown = _page(code, form=form, carrying=carrying, refusing=refusing, refusal=words_for(refusal))
    return shown, REFUSED


def _page(
    code: str,
    *,
    form: ChangeForm | None = None,
    carrying: CarryOutForm | None = None,
    refusing: ChangeRefusalForm | None = None,
    refusal: str = "",
) -> str:
    office, found = current_office(), change_requests.of_application(current_office(), code)
    return render_template(
        "review/change.html",
        application=record(office, code),
        open=next((one for one in found if one.state is ChangeState.RECEIVED), None),
        history=[one for one in found if one.state is not ChangeState.RECEIVED],
        form=form or change_form(fresh=True),
        carrying=carrying or CarryOutForm(formdata=None),
        refusing=refusing or ChangeRefusalForm(formdata=None),
        refusal=refusal,
        may_review=current_actor().may(Permission.REVIEW),
    )


def _request_id(code: str) -> int:
    """Of the paper that the page showed; 0, which is none, for another application's and what no page of ours sent."""
    text = request.form.get("request_id", "")
    return next((one.id for one in change_requests.of_application(current_office(), code) if str(one.id) == text), 0)
