"""The words of mails, written by the office: a list, an editor with preview, our own words again (S4-199…S4-207)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from blueprints.office import office
from blueprints.shared.access import requires
from blueprints.shared.days import put_words
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.errors import RuleViolation
from domain.mail_texts import MESSAGES, message_of
from services import mail_texts as service

REFUSED = 422


class MailTextForm(FlaskForm):
    """Subject and body as they are written."""

    subject = StringField(later("件名"))
    body = TextAreaField(later("本文"))
    edition = HiddenField()


@office.get("/mails/texts")
@requires(Permission.MANAGE_OFFICE)
def mail_texts() -> ResponseReturnValue:
    return render_template(
        "office/mail_texts.html", texts=service.all_texts(current_office()), messages=MESSAGES, words_for=words_for
    )


@office.get("/mails/texts/<message>")
@requires(Permission.MANAGE_OFFICE)
def mail_text(message: str) -> ResponseReturnValue:
    text = service.text_of(current_office(), message)
    form = MailTextForm(formdata=None, data={"subject": text.subject, "body": text.body, "edition": text.edition})
    return _page(text, form)


@office.post("/mails/texts/<message>")
@requires(Permission.MANAGE_OFFICE)
def save_mail_text(message: str) -> ResponseReturnValue:
    """Saves, or shows how it would read; either checks every place first."""
    form, here, actor = MailTextForm(), current_office(), current_actor()
    subject, body = form.subject.data or "", form.body.data or ""
    try:
        if request.form.get("act") == "preview":
            shown = service.preview(here, actor, message, subject=subject, body=body)
            return _page(service.text_of(here, message), form, shown=shown)
        service.save(here, actor, message, subject=subject, body=body, edition=form.edition.data or "")
    except RuleViolation as refusal:
        return _refused(message, form, refusal)
    flash(_("文面を保存しました。これから作るメールに使います。"), "success")
    return redirect(url_for("office.mail_text", message=message), 303)


@office.post("/mails/texts/<message>/restore")
@requires(Permission.MANAGE_OFFICE)
def restore_mail_text(message: str) -> ResponseReturnValue:
    try:
        service.restore(current_office(), current_actor(), message, edition=request.form.get("edition", ""))
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(words_for(refusal), "danger")
    else:
        flash(_("標準の文面に戻しました。"), "success")
    return redirect(url_for("office.mail_text", message=message), 303)


def _refused(kind: str, form: MailTextForm, refusal: RuleViolation) -> ResponseReturnValue:
    if refusal.status not in {400, 409}:
        raise refusal
    text = service.text_of(current_office(), kind)
    if refusal.field:
        put_words(form[refusal.field], refusal)
        return _page(text, form), REFUSED
    # Whoever saves once more has seen what the other wrote.
    form.edition.data, form.edition.raw_data = text.edition, None
    return _page(text, form, refusal=words_for(refusal)), REFUSED


def _page(text: service.Text, form: MailTextForm, *, shown: tuple[str, str] | None = None, refusal: str = "") -> str:
    return render_template(
        "office/mail_text.html",
        text=text,
        message=message_of(text.kind),
        form=form,
        shown=shown,
        refusal=refusal,
        fault=words_for(text.fault) if text.fault else "",
    )
