"""「発注者さま用ログイン」 and 「ワンタイムパスワード認証」 (S3-26…S3-33). Back, reload and several tabs do no harm."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from blueprints.bonds import bonds
from blueprints.bonds.forms import OneTimePasswordForm, OrdererForm
from blueprints.bonds.viewing_keys import remember
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import switched
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.bonds import one_time_password as rules
from domain.bonds import viewing
from domain.errors import Gone, InvalidInput, TooManyTries
from services import orderer_log_in

_KEYS, _TYPED = "orderer_log_ins", "orderer_typed"
REFUSED = 422
MOST = 10
"""Log-ins a browser's session keeps; the oldest is forgotten."""


@bonds.context_processor
def _figures() -> dict[str, int]:
    """What pages say of passwords: the figures of the rules themselves."""
    return {
        "password_length": viewing.PASSWORD_LENGTH,
        "otp_digits": rules.DIGITS,
        "otp_minutes": int(rules.VALID_FOR.total_seconds() // 60),
    }


@bonds.get("/orderer")
@open_to_all
def orderer() -> ResponseReturnValue:
    """With the address and URL that were typed last in this browser, so that 「戻る」 costs little; no password."""
    return render_template("bonds/orderer.html", form=OrdererForm(data=session.get(_TYPED, {})))


@bonds.post("/orderer")
@open_to_all
def ask_for_password() -> ResponseReturnValue:
    """「認証メール送信」: the same words and status whatever of the three is wrong."""
    form = OrdererForm()
    if switched():
        return _kept(form)
    if not form.validate():
        return render_template("bonds/orderer.html", form=form), REFUSED
    typed = {"email": form.email.data, "url": form.url.data}
    try:
        asked = orderer_log_in.request(current_office(), current_actor(), password=form.password.data, **typed)
    except (InvalidInput, TooManyTries) as refusal:
        form.form_errors.append(words_for(refusal))
        return render_template("bonds/orderer.html", form=form), REFUSED if refusal.status == 400 else refusal.status
    kept = {**session.get(_KEYS, {}), str(asked.log_in_id): asked.key}
    session[_KEYS], session[_TYPED] = dict(list(kept.items())[-MOST:]), typed
    session.renew()  # type: ignore[attr-defined]  # because ours is an OfficeSession
    return redirect(url_for("bonds.one_time_password", log_in_id=asked.log_in_id), 303)


@bonds.get("/orderer/<int:log_in_id>")
@open_to_all
def one_time_password(log_in_id: int) -> ResponseReturnValue:
    try:
        return _page(log_in_id, OneTimePasswordForm())
    except Gone as refusal:
        return _again(refusal)


@bonds.post("/orderer/<int:log_in_id>")
@open_to_all
def show(log_in_id: int) -> ResponseReturnValue:
    """「表示」."""
    form = OneTimePasswordForm()
    try:
        if not form.validate():
            return _page(log_in_id, form), REFUSED
        opened = orderer_log_in.verify(
            current_office(), current_actor(), log_in_id, _key(log_in_id), form.one_time_password.data
        )
    except InvalidInput as refusal:
        form.one_time_password.errors = [words_for(refusal)]
        return _page(log_in_id, form), REFUSED
    except Gone as refusal:
        return _again(refusal)
    remember(opened)
    return redirect(url_for("bonds.view", viewing_id=opened.viewing_id), 303)


def _page(log_in_id: int, form: OneTimePasswordForm) -> str:
    waiting = orderer_log_in.waiting(current_office(), log_in_id, _key(log_in_id))
    return render_template("bonds/one_time_password.html", form=form, waiting=waiting, log_in_id=log_in_id)


def _kept(form: OrdererForm) -> str:
    form.password.data = ""  # a page never says a secret again
    return render_template("bonds/orderer.html", form=form)


def _key(log_in_id: int) -> str:
    return str(session.get(_KEYS, {}).get(str(log_in_id), ""))


def _again(refusal: Gone) -> ResponseReturnValue:
    """Used, expired, tried too often: one begins again at the log-in page, and is told why (S3-29)."""
    flash(words_for(refusal), "warning")
    return redirect(url_for("bonds.orderer"), 303)


@bonds.errorhandler(Gone)
def over(refusal: Gone) -> ResponseReturnValue:
    """A viewing session that is over is no dead end: both doors stand beside the words."""
    return render_template("bonds/over.html", what=words_for(refusal)), refusal.status
