"""The own account: password, app, passkeys, recovery codes, sessions."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.office import office
from blueprints.office.forms import AppForm, ChangePasswordForm, PasskeyForm
from blueprints.office.second_factor import as_json, forget_secret, new_factor, put, secret
from blueprints.office.welcome import qr_code
from blueprints.shared import new_codes, setup
from blueprints.shared.access import asks_again, open_to_staff
from blueprints.shared.browsers import browser_words
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.passkeys import new_challenge
from blueprints.shared.places import MOST
from blueprints.shared.words import words_for
from domain.errors import InvalidInput, RuleViolation, TooManyTries
from queries import accounts as people
from services import own_account as own
from services import recovery_codes, web_sessions
from services.enrolment import NewFactor


@office.get("/account")
@open_to_staff
def own_account() -> ResponseReturnValue:
    return _page(ChangePasswordForm(formdata=None))


@office.post("/account/password")
@open_to_staff
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if not form.validate():
        return _page(form, 422)
    try:
        epoch = own.change_password(
            current_office(), current_actor(), present=form.present.data, password=form.password.data
        )
    except (InvalidInput, TooManyTries) as refusal:
        return _page(form, put(form, refusal))
    setup.go_on(epoch)
    flash(_("パスワードを変更しました。ほかの端末のログインはすべて終了しました。"), "success")
    return redirect(url_for("office.own_account"), 303)


@office.route("/account/app", methods=["GET", "POST"])
@asks_again
@open_to_staff
def own_app() -> ResponseReturnValue:
    form = AppForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                factor = NewFactor(secret=secret(), code="".join(form.code.data.split()))
                own.add_factor(current_office(), current_actor(), factor)
            except InvalidInput as refusal:
                status = put(form, refusal)
            else:
                forget_secret()
                return _done(_("認証アプリを設定しました。"))
    account = people.own(current_office(), current_actor())
    return render_template("office/own_app.html", form=form, qr=qr_code(account.email), secret=secret()), status


@office.post("/account/app/remove")
@asks_again
@open_to_staff
def remove_app() -> ResponseReturnValue:
    own_words = _("認証アプリの設定を削除しました。")
    return _try(lambda: own.remove_app(current_office(), current_actor()), own_words)


@office.route("/account/passkeys/new", methods=["GET", "POST"])
@asks_again
@open_to_staff
def new_passkey() -> ResponseReturnValue:
    form = PasskeyForm()
    if not form.is_submitted():
        return render_template("office/new_passkey.html", form=form)
    if not form.validate():
        return render_template("office/new_passkey.html", form=form), 422
    try:
        own.add_factor(current_office(), current_actor(), new_factor_of(form))
    except InvalidInput as refusal:
        status = put(form, refusal)
        return render_template("office/new_passkey.html", form=form), status
    return _done(_("パスキーを登録しました。"))


def new_factor_of(form: PasskeyForm) -> NewFactor:
    """What the browser made. Raises ``InvalidInput('passkey_refused')`` without an answer."""
    if not form.passkey.data:
        raise InvalidInput("passkey_refused", "passkey")
    return new_factor(form, name=form.name.data.strip())


@office.post("/account/passkeys/question")
@asks_again
@open_to_staff
def own_passkey_question() -> Response:
    return as_json(own.passkey_question(current_office(), current_actor(), new_challenge()))


@office.post(f"/account/passkeys/<int(max={MOST}):passkey_id>/remove")
@asks_again
@open_to_staff
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    return _try(
        lambda: own.remove_passkey(current_office(), current_actor(), passkey_id), _("パスキーを削除しました。")
    )


@office.post("/account/recovery-codes")
@asks_again
@open_to_staff
def renew_codes() -> ResponseReturnValue:
    new_codes.keep(recovery_codes.renew(current_office(), current_actor()))
    return redirect(url_for("office.new_codes"), 303)


@office.post("/account/sessions/<key>/end")
@open_to_staff
def end_session(key: str) -> ResponseReturnValue:
    web_sessions.end_own(current_office(), current_actor(), key)
    return _done(_("そのログインを終了しました。"))


@office.post("/account/sessions/end-others")
@open_to_staff
def end_other_sessions() -> ResponseReturnValue:
    web_sessions.end_others(current_office(), current_actor(), session.token)  # type: ignore[attr-defined]  # because ours is an OfficeSession
    return _done(_("ほかの端末のログインをすべて終了しました。"))


def _try(act, done: str) -> ResponseReturnValue:
    try:
        act()
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(words_for(refusal), "danger")
        return redirect(url_for("office.own_account"), 303)
    return _done(done)


def _done(words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("office.own_account"), 303)


def _page(form: ChangePasswordForm, status: int = 200) -> ResponseReturnValue:
    token = session.token  # type: ignore[attr-defined]  # because ours is an OfficeSession
    page = render_template(
        "office/own_account.html",
        form=form,
        account=people.own(current_office(), current_actor()),
        sessions=web_sessions.of_person(current_office(), current_actor(), token),
        browser_words=browser_words,
    )
    return page, status
