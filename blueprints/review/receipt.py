"""The receipt comes back; a locked download gets a new URL (S4-164, S4-173…S4-180)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import review
from blueprints.review.forms import receipt_form
from blueprints.review.outcome import refused, to_application
from blueprints.review.page import Typed, show
from blueprints.shared.access import requires
from blueprints.shared.days import put_words, read_day
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.application import ApplicationState
from domain.errors import Gone, RuleViolation
from queries.application_record import record
from queries.issued_certificate import issued_certificate
from services import downloads, receipts


@review.post("/<code>/receipt")
@requires(Permission.REGISTER_RECEIPTS)
def register_receipt(code: str) -> ResponseReturnValue:
    form, found = receipt_form(current_office()), record(current_office(), code)
    valid, day = form.validate(), read_day(form, "returned_on")
    if not valid or form.errors:
        return show(found, Typed(receipt=form))
    differs = form.seal_matches.data == "no"
    try:
        if differs:
            receipts.note_differing_seal(current_office(), current_actor(), code, returned_on=day)
        else:
            receipts.register_receipt(current_office(), current_actor(), code, seal_matches=True, returned_on=day)
    except RuleViolation as refusal:
        if refusal.field != "returned_on":
            return refused(code, refusal, reached=ApplicationState.COMPLETED)
        put_words(form["returned_on_year"], refusal)
        return show(found, Typed(receipt=form))
    if differs:
        words = _("印影が異なることを記録しました。名義人に連絡し、正しい実印の受領書を求めてください。")
        return to_application(code, words, "warning")
    return _registered(code, found.name)


def _registered(code: str, name: str) -> ResponseReturnValue:
    """Whoever scans a pile goes on with the next sheet."""
    if "scanned" in request.form:
        flash(_("%(name)s様の受領書を登録しました。次の受領書を読み取ってください。", name=name), "success")
        return redirect(url_for("review.receipts_awaited"), 303)
    return to_application(code, _("受領書の到着を登録しました。この申し込みの手続きはすべて終わりました。"))


@review.get("/<code>/download-url")
@requires(Permission.REPLACE_DOWNLOAD)
def new_url(code: str) -> ResponseReturnValue:
    """Asks before the old URL dies."""
    found, certificate = record(current_office(), code), issued_certificate(current_office(), code)
    if certificate is None or certificate.download is None or certificate.download.over:
        return redirect(url_for("review.application", code=code), 303)
    return render_template("review/new_url.html", application=found, certificate=certificate)


@review.post("/<code>/download-url")
@requires(Permission.REPLACE_DOWNLOAD)
def replace_url(code: str) -> ResponseReturnValue:
    try:
        downloads.replace_url(current_office(), current_actor(), code)
    except Gone as refusal:
        return to_application(code, words_for(refusal), "danger")
    return to_application(code, _("新しいダウンロードURLを申込者へメールで送ります。前のURLは使えなくなりました。"))
