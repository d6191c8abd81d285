"""Another e-mail address, before the certificate is issued; proved by a mail that goes there."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import StringField

from blueprints.applicant import applicant
from blueprints.applicant.standing import standing
from blueprints.shared.access import open_to_all
from blueprints.shared.days import put_words
from blueprints.shared.languages import switched
from blueprints.shared.office import current_actor, current_office
from domain.errors import InvalidInput, TooManyTries
from services import applicants


class EmailForm(FlaskForm):
    """A new address, twice."""

    email = StringField(later("新しい電子メールアドレス"))
    email_again = StringField(later("確認のためもう一度入力してください"))


@applicant.route("/email", methods=["GET", "POST"])
@open_to_all
def email(slug: str, token: str) -> ResponseReturnValue:
    found = standing(slug, token)
    if not found.may_change_email:
        return redirect(url_for("applicant.page", slug=slug, token=token), 303)
    form = EmailForm()
    if form.is_submitted() and not switched() and form.validate():
        typed = {name: form[name].data or "" for name in ("email", "email_again")}
        try:
            applicants.ask_email_change(
                current_office(), current_actor(), token, email=typed["email"], again=typed["email_again"]
            )
        except (InvalidInput, TooManyTries) as refusal:
            put_words(form[refusal.field or "email"], refusal)
        else:
            flash(_("新しいアドレスへ確認のメールを送りました。メールに記載されたURLを開いてください。"), "success")
            return redirect(url_for("applicant.page", slug=slug, token=token), 303)
    page = render_template("applicant/email.html", form=form, found=found, token=token)
    return page, 422 if form.errors else 200


@applicant.get("/email/<key>")
@open_to_all
def new_email(slug: str, token: str, key: str) -> ResponseReturnValue:
    """Opening the link alone changes nothing: mail scanners open links too."""
    found = standing(slug, token)
    address = applicants.new_address(current_office(), token, key)
    return render_template("applicant/new_email.html", found=found, token=token, key=key, address=address)


@applicant.post("/email/<key>")
@open_to_all
def change_email(slug: str, token: str, key: str) -> ResponseReturnValue:
    standing(slug, token)
    fresh = applicants.confirm_email_change(current_office(), current_actor(), token, key)
    flash(_("メールアドレスを変更しました。新しいURLを、新しいアドレスへお送りしました。"), "success")
    return redirect(url_for("applicant.page", slug=slug, token=fresh), 303)
