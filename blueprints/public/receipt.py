"""The holder confirms the receipt by signing with the new certificate, in place of the sealed sheet (S4-176)."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import FileField, StringField

from blueprints.public import public
from blueprints.shared.access import open_to_all
from blueprints.shared.days import put_words
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.errors import InvalidInput, NotFound, RuleViolation
from services import online_receipts, receipts

LARGEST = 64 * 1024 + 1
"""Octets that are read of the file: one more than a signature may have."""


class SignedReceiptForm(FlaskForm):
    """Which certificate, and the signature made with it."""

    number = StringField(later("契約番号"), description=later("「送付のお知らせ兼受領書」にある英数字12文字の番号"))
    file = FileField(later("署名のファイル"), description=later("分離形式(CMS)の署名。64KBまで"))


@public.get("/receipt")
@open_to_all
def online_receipt() -> ResponseReturnValue:
    """First the number; with it, the text and the place for its signature."""
    _require_open()
    return _page(SignedReceiptForm(formdata=None, data={"number": request.args.get("number", "")}))


@public.get("/receipt/statement.txt")
@open_to_all
def receipt_statement() -> ResponseReturnValue:
    """The octets to sign."""
    _require_open()
    try:
        text = online_receipts.text_to_sign(request.args.get("number", ""))
    except InvalidInput as problem:
        raise NotFound(problem.code) from problem
    answer = Response(text, mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename="receipt.txt")
    return answer


@public.post("/receipt")
@open_to_all
def confirm_receipt() -> ResponseReturnValue:
    _require_open()
    form = SignedReceiptForm()
    given = request.files.get("file")
    content = given.read(LARGEST) if given else b""
    if not content:
        put_words(form.file, InvalidInput("signature_missing"))
        return _page(form), 422
    number = form.number.data or ""
    try:
        online_receipts.confirm(current_office(), current_actor(), number, content)
    except RuleViolation as refusal:
        if refusal.field not in {"number", "file"} and refusal.status != 409:
            raise
        if refusal.field in {"number", "file"}:
            put_words(form[refusal.field], refusal)
            return _page(form), 422
        flash(words_for(refusal), "info" if refusal.code == "receipt_confirmed_already" else "danger")
        return redirect(url_for("public.online_receipt", number=number), 303)
    flash(_("受領を確認しました。受領書を郵送していただく必要はありません。"), "success")
    return redirect(url_for("public.home"), 303)


def _page(form: SignedReceiptForm) -> str:
    """The text stands there once the number is one; what is wrong with the number is said at its place."""
    text = ""
    if form.number.data:
        try:
            text = online_receipts.text_to_sign(form.number.data)
        except InvalidInput as problem:
            if not form.number.errors:
                put_words(form.number, problem)
    return render_template(
        "public/receipt.html",
        form=form,
        text=text,
        number=form.number.data or "",
        programmes=list(current_office().programmes),
    )


def _require_open() -> None:
    if not receipts.taken_online(current_office()):
        raise NotFound("receipt_not_online")
