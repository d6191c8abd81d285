"""Coupons: the list, a new one, and its end (S4-73, S4-133)."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import Field, StringField

from blueprints.office import office
from blueprints.shared.access import requires
from blueprints.shared.days import day_data, day_fields, put_words, read_day
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.places import MOST, place_from, place_text
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.coupons import MOST_DISCOUNT, MOST_USES, Coupon
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.local_time import day_in_japan
from domain.settings.shapes import Number
from queries import coupons as kept
from services import coupons as keeping


class CouponForm(FlaskForm):
    """What a coupon takes off, when, and how often."""

    code = StringField(
        later("クーポンコード"), description=later("クーポンに印字する英数字とハイフン。大文字と小文字は区別しません。")
    )
    discount = StringField(later("割引額(税込)"))
    most_uses = StringField(
        later("使用できる回数"), description=later("空欄のままにすると、期間中は何回でも使用できます。")
    )


for _day in ("first_day", "last_day"):
    for _name, _field in day_fields(_day).items():
        setattr(CouponForm, _name, _field)


@office.get("/coupons")
@requires(Permission.MANAGE_OFFICE)
def coupons() -> ResponseReturnValue:
    found = kept.listed(current_office(), place=place_from(request.args.get("page", ""), (int,)))
    pages = {
        name: url_for("office.coupons", page=place_text(where)) if where else ""
        for name, where in (("newer_url", found.previous), ("older_url", found.following))
    }
    return render_template("office/coupons.html", rows=found.rows, **pages)


@office.route("/coupons/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICE)
def new_coupon() -> ResponseReturnValue:
    form = CouponForm(data=day_data("first_day", day_in_japan(current_office().clock())))
    if form.is_submitted() and (coupon := _typed(form)) is not None:
        try:
            keeping.make(current_office(), current_actor(), coupon)
        except InvalidInput as wrong:
            put_words(form[wrong.field or "code"], wrong)
        else:
            flash(_("クーポン%(code)sを登録しました。", code=coupon.code), "success")
            return redirect(url_for("office.coupons"), 303)
    return render_template("office/new_coupon.html", form=form), 422 if form.errors else 200


@office.get(f"/coupons/<int(max={MOST}):coupon_id>/end")
@requires(Permission.MANAGE_OFFICE)
def coupon_end(coupon_id: int) -> ResponseReturnValue:
    """What ending it means, before it is done."""
    return render_template("office/coupon_end.html", row=kept.one(current_office(), coupon_id))


@office.post(f"/coupons/<int(max={MOST}):coupon_id>/end")
@requires(Permission.MANAGE_OFFICE)
def end_coupon(coupon_id: int) -> ResponseReturnValue:
    try:
        keeping.end(current_office(), current_actor(), coupon_id)
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(words_for(refusal), "danger")
    else:
        flash(_("クーポンの利用を終了しました。"), "success")
    return redirect(url_for("office.coupons"), 303)


def _typed(form: CouponForm) -> Coupon | None:
    """What was typed; None with the words at the fields."""
    form.validate()
    discount = _number(form.discount, MOST_DISCOUNT)
    uses = _number(form.most_uses, MOST_USES) if (form.most_uses.data or "").strip() else None
    days = [_day_typed(form, name) for name in ("first_day", "last_day")]
    if not (form.code.data or "").strip():
        put_words(form.code, InvalidInput("required"))
    first, last = days
    if form.errors or discount is None or first is None or last is None:
        return None
    try:
        return Coupon(
            code=form.code.data or "", discount=discount, first_day=first, last_day=last, most_uses=uses
        ).checked()
    except InvalidInput as wrong:
        put_words(form[wrong.field or "code"], wrong)
        return None


def _number(field: Field, most: int) -> int | None:
    try:
        return Number(1, most).read((field.data or "").replace(",", ""))
    except InvalidInput as wrong:
        put_words(field, wrong)
        return None


def _day_typed(form: CouponForm, name: str) -> date | None:
    day = read_day(form, name)
    if day is None and not any(form[f"{name}_{part}"].errors for part in ("year", "month", "day")):
        put_words(form[f"{name}_year"], InvalidInput("required"))
    return day
