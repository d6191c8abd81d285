"""Mails that went out, wait or could not be sent (S4-207)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.office import office
from blueprints.shared import states
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.places import MOST, place_from, place_text
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.errors import RuleViolation
from queries import mails as letters
from queries.mail_list import mail_list
from services import outbox, resending

SECRET_PLACES = {
    "[[download_url]]": lambda: _("(URLは表示しません)"),
    "[[viewing_url]]": lambda: _("(URLは表示しません)"),
    "[[proof_url]]": lambda: _("(URLは表示しません)"),
    "[[viewing_password]]": lambda: _("(パスワードは表示しません)"),
    "[[one_time_password]]": lambda: _("(パスワードは表示しません)"),
    "[[expires_at]]": lambda: _("(送信のときに決まります)"),
}
"""What stands in a stored body where a secret went in at sending: nobody here may read the URL (S4-153)."""


@office.get("/mails")
@requires(Permission.SEE_MAILS)
def mails() -> ResponseReturnValue:
    state = request.args.get("state", "")
    place = place_from(request.args.get("page", ""), (int,))
    found = mail_list(current_office(), state=state, place=place)
    older = found.following
    return render_template(
        "office/mails.html",
        rows=found.rows,
        state=state,
        states=[("", _("すべて")), *states.choices("mail")],
        stuck=letters.waiting_and_dead(current_office()),
        newest_url=url_for("office.mails", state=state) if place else "",
        older_url=url_for("office.mails", state=state, page=place_text(older)) if older else "",
        now=current_office().clock(),
        may_write=current_actor().may(Permission.MANAGE_OFFICE),
    )


@office.get(f"/mails/<int(max={MOST}):mail_id>")
@requires(Permission.SEE_MAILS)
def mail(mail_id: int) -> ResponseReturnValue:
    found = letters.one(current_office(), mail_id)
    body = found.body
    for place, words in SECRET_PLACES.items():
        body = body.replace(place, words())
    actor = current_actor()
    may_send = actor.may(Permission.REVIEW) or actor.may(Permission.MANAGE_OFFICE)
    return render_template(
        "office/mail.html",
        mail=found,
        body=body,
        may_retry=_is_stuck(found) and may_send,
        may_go_again=found.may_go_again and may_send,
        sees_applications=actor.may(Permission.SEE_APPLICATIONS),
    )


@office.post(f"/mails/<int(max={MOST}):mail_id>/retry")
@requires(Permission.SEE_MAILS)
def retry_mail(mail_id: int) -> ResponseReturnValue:
    """Sends a dead letter off again."""
    try:
        outbox.retry(current_office(), current_actor(), mail_id)
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(words_for(refusal), "danger")
    else:
        flash(_("再送を指示しました。数秒から数分のうちに送信します。"), "success")
    return redirect(url_for("office.mail", mail_id=mail_id), 303)


@office.post(f"/mails/<int(max={MOST}):mail_id>/again")
@requires(Permission.SEE_MAILS)
def send_mail_again(mail_id: int) -> ResponseReturnValue:
    """The same words once more, to the address of today."""
    try:
        copy = resending.send_again(current_office(), current_actor(), mail_id)
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(words_for(refusal), "danger")
        return redirect(url_for("office.mail", mail_id=mail_id), 303)
    flash(_("同じ内容のメールを新しく作りました。数秒から数分のうちに送信します。"), "success")
    return redirect(url_for("office.mail", mail_id=copy), 303)


def _is_stuck(mail: letters.Mail) -> bool:
    """Given up, or refused at least once; one that has only just been written goes out by itself."""
    return mail.state == "dead" or (mail.state == "waiting" and mail.tries > 0)
