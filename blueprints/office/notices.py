"""Writing お知らせ: date, counter, preview, publish, withdraw (S4-16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints.office import office
from blueprints.shared.access import requires
from blueprints.shared.days import day_data, day_fields, put_words, read_day
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.places import MOST, place_from, place_text
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.local_time import day_in_japan
from domain.notices import Board, Notice
from queries import notices as kept
from services import notices as writing

BOARDS = {Board.ALL: later("すべての窓口"), Board.CERTIFICATES: later("電子証明書"), Board.BONDS: later("電子証券")}


class NoticeForm(FlaskForm):
    """What a notice says, and from which day on."""

    title = StringField(later("件名"))
    board = RadioField(later("掲示する窓口"), choices=[SelectChoice(board, words) for board, words in BOARDS.items()])
    body = TextAreaField(later("本文"), description=later("空の行で段落が分かれます。URLは自動でリンクになります。"))
    version = HiddenField()


for _name, _field in day_fields("dated").items():
    setattr(NoticeForm, _name, _field)


@office.get("/notices")
@requires(Permission.MANAGE_OFFICE)
def notices() -> ResponseReturnValue:
    place = place_from(request.args.get("page", ""), (date.fromisoformat, int))
    found = kept.listed(current_office(), place=place, everything=True)
    pages = {
        name: url_for("office.notices", page=place_text(where)) if where else ""
        for name, where in (("newer_url", found.previous), ("older_url", found.following))
    }
    return render_template("office/notices.html", rows=found.rows, boards=BOARDS, **pages)


@office.route("/notices/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICE)
def new_notice() -> ResponseReturnValue:
    today = day_in_japan(current_office().clock())
    form = NoticeForm(data={"board": Board.ALL, **day_data("dated", today)})
    if form.is_submitted() and (notice := _typed(form)) is not None and request.form.get("act") != "preview":
        notice_id = writing.write(current_office(), current_actor(), notice)
        flash(_("下書きを保存しました。公開するまで、外からは見えません。"), "success")
        return redirect(url_for("office.notice", notice_id=notice_id), 303)
    return _page(form, None)


@office.route(f"/notices/<int(max={MOST}):notice_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICE)
def notice(notice_id: int) -> ResponseReturnValue:
    found = kept.one(current_office(), notice_id, everything=True)
    words = {"title": found.title, "board": found.board, "body": found.body, "version": found.version}
    form = NoticeForm(data={**words, **day_data("dated", found.dated)})
    if form.is_submitted() and (typed := _typed(form)) is not None and request.form.get("act") != "preview":
        try:
            writing.rewrite(current_office(), current_actor(), notice_id, typed, version=_version(form))
        except RuleViolation as refusal:
            form.form_errors.append(words_for(refusal))
            return _page(form, found)
        flash(_("保存しました。"), "success")
        return redirect(url_for("office.notice", notice_id=notice_id), 303)
    return _page(form, found)


@office.post(f"/notices/<int(max={MOST}):notice_id>/publish")
@requires(Permission.MANAGE_OFFICE)
def publish_notice(notice_id: int) -> ResponseReturnValue:
    return _moved(notice_id, writing.publish, _("公開しました。日付が先のお知らせは、その日に自動で表示されます。"))


@office.post(f"/notices/<int(max={MOST}):notice_id>/withdraw")
@requires(Permission.MANAGE_OFFICE)
def withdraw_notice(notice_id: int) -> ResponseReturnValue:
    return _moved(notice_id, writing.withdraw, _("取り下げました。外からは見えなくなりました。"))


def _moved(notice_id: int, act: Callable[..., None], done: str) -> ResponseReturnValue:
    try:
        act(current_office(), current_actor(), notice_id)
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(words_for(refusal), "danger")
    else:
        flash(done, "success")
    return redirect(url_for("office.notice", notice_id=notice_id), 303)


def _typed(form: NoticeForm) -> Notice | None:
    """What was typed; None with the words at the fields. A forged token is a fault of the whole form."""
    sound = form.validate()
    day = read_day(form, "dated")
    if day is None and not any(form[f"dated_{part}"].errors for part in ("year", "month", "day")):
        put_words(form["dated_year"], InvalidInput("required"))
    if not sound or day is None:
        return None
    try:
        return Notice(
            board=Board(form.board.data), dated=day, title=form.title.data or "", body=form.body.data or ""
        ).checked()
    except InvalidInput as wrong:
        put_words(form[wrong.field or "title"], wrong)
        return None


def _version(form: NoticeForm) -> int:
    """As sent; -1, which no notice has, for what no page of ours sent."""
    text = next(iter(form.version.raw_data or ()), "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _page(form: NoticeForm, notice: kept.Notice | None) -> ResponseReturnValue:
    preview = form.is_submitted() and not form.errors and request.form.get("act") == "preview"
    shown = render_template("office/notice.html", form=form, notice=notice, preview=preview)
    return shown, 422 if form.errors or form.form_errors else 200
