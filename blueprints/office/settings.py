"""Settings of the office, page by page, and the test of the mail server (docs/settings.md)."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from blueprints.office import office
from blueprints.office.settings_form import is_long, settings_form, shown, typed_in
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office, current_settings
from blueprints.shared.translation import later
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.errors import RuleViolation
from domain.settings import Group, of_group
from domain.settings.setting import PER_PROGRAMME
from domain.settings.table import TWO_PERSON
from queries import rule_switch as kept_wish
from services import mail_server, rule_switch
from services import settings as kept_settings
from services.programmes import in_file

PAGES = {
    Group.OFFICE: (later("窓口"), later("名称、所在地、お知らせの数")),
    Group.DESK: (later("送付先とお問い合わせ"), later("書類の送付先、印欄、お問い合わせ先とその受付時間")),
    Group.BANK: (later("振込先"), later("申込書に印刷する銀行口座")),
    Group.MAIL: (later("メール"), later("差出人とメールサーバー、送信テスト")),
    Group.HOURS: (later("受付時間"), later("公開窓口ごとの時間と、休業日に閉じるか")),
    Group.CLOSING: (later("休業日"), later("臨時の休業日と年末年始")),
    Group.MAINTENANCE: (later("メンテナンス"), later("公開窓口を止める期間とその案内")),
    Group.RULES: (later("二人確認とログイン"), later("二人確認、操作しないとログアウトする時間")),
    Group.BONDS: (later("電子証券"), later("発注者のドメインを登録する時期")),
    Group.REVIEW: (later("審査"), later("期日の目安と、不備を連絡するときの定型文")),
    Group.RETENTION: (later("保存期間"), later("期限切れと削除までの長さ")),
}


@office.get("/settings")
@requires(Permission.MANAGE_OFFICE)
def settings() -> ResponseReturnValue:
    values = current_settings()
    links = [_link(group) for group in PAGES if group not in PER_PROGRAMME]
    own = [
        (programme.name, [_link(group, programme.slug) for group in PAGES if group in PER_PROGRAMME])
        for programme in current_office().programmes
    ]
    fixed = [setting.meaning for group in Group for setting in of_group(group) if values.is_fixed(setting)]
    return render_template("office/settings.html", links=links, own=own, fixed=fixed)


@office.route("/settings/<group>", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICE)
def settings_page(group: str) -> ResponseReturnValue:
    if group not in PAGES or group in PER_PROGRAMME:
        abort(404)
    return _shown_or_saved(Group(group), "")


@office.route("/settings/<own_group>/<slug>", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICE)
def settings_of_service(own_group: str, slug: str) -> ResponseReturnValue:
    """What each certificate service has of its own."""
    if own_group not in PER_PROGRAMME:
        abort(404)
    return _shown_or_saved(Group(own_group), current_office().programmes.get(slug).slug)


def _shown_or_saved(wanted: Group, slug: str) -> ResponseReturnValue:
    form = settings_form(wanted, slug, current_settings())
    if not form.is_submitted():
        return _page(wanted, slug, form)
    if form.validate():
        edition = next(iter(form["edition"].raw_data or ()), "")
        try:
            changed = kept_settings.change(
                current_office(), current_actor(), wanted, typed_in(form, wanted), slug=slug, edition=edition
            )
        except RuleViolation as refusal:
            _place(form, refusal)
        else:
            _say(changed, asked=_wants_rule_off(form) and TWO_PERSON.name not in changed)
            return redirect(request.url, 303)
    return _page(wanted, slug, form), 422


@office.post("/settings/mail/test")
@requires(Permission.MANAGE_OFFICE)
def test_mail_server() -> ResponseReturnValue:
    """Sends one mail to oneself, or wherever one types, and shows what the server said."""
    try:
        way = current_app.extensions["way_out"](current_office())
        answer = mail_server.send_test(current_office(), current_actor(), request.form.get("recipient", ""), way=way)
    except RuleViolation as refusal:
        if refusal.status not in {400, 409}:
            raise
        flash(_("送信テストをしませんでした。%(words)s", words=words_for(refusal)), "danger")
    else:
        if answer:
            flash(_("送信できませんでした。サーバーの応答：%(answer)s", answer=answer), "danger")
        else:
            flash(_("メールサーバーが受け取りました。届いたことを確かめてください。"), "success")
    return redirect(url_for("office.settings_page", group=Group.MAIL), 303)


@office.post("/settings/two-person/approve")
@requires(Permission.MANAGE_OFFICE, fresh=True)
def approve_one_person() -> ResponseReturnValue:
    """The second administrator agrees, and the two-person rule is off."""
    try:
        done = kept_settings.set_two_person(current_office(), current_actor(), on=False)
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(words_for(refusal), "danger")
    else:
        if done:
            flash(_("二人確認を無効にしました。"), "success")
        else:
            _say([], asked=True)
    return redirect(url_for("office.settings_page", group=Group.RULES), 303)


@office.post("/settings/two-person/withdraw")
@requires(Permission.MANAGE_OFFICE)
def keep_two_person() -> ResponseReturnValue:
    """Who asked thought better of it, or another says no."""
    rule_switch.withdraw(current_office(), current_actor())
    flash(_("申請を取り下げました。二人確認は有効のままです。"), "success")
    return redirect(url_for("office.settings_page", group=Group.RULES), 303)


def _wants_rule_off(form: FlaskForm) -> bool:
    return TWO_PERSON.name in form and form[TWO_PERSON.name].data == TWO_PERSON.shape.text(False)


def _say(changed: list[str], *, asked: bool) -> None:
    """What became of a page that was saved."""
    if changed:
        flash(_("%(count)s件の設定を保存しました。", count=len(changed)), "success")
    if asked and kept_wish.open_wish(current_office(), current_actor()):
        flash(_("二人確認を無効にする申請をしました。ほかの管理者がこの画面で承認すると、無効になります。"), "info")
    elif not changed:
        flash(_("変わった設定はありません。"), "info")


def _page(group: Group, slug: str, form: FlaskForm) -> str:
    title, lead = PAGES[group]
    programme = current_office().programmes.get(slug) if slug else None
    values = current_settings()
    return render_template(
        "office/settings_page.html",
        form=form,
        title=title,
        lead=lead,
        programme=programme,
        group=group,
        values=values,
        slug=slug,
        wish=kept_wish.open_wish(current_office(), current_actor()) if group is Group.RULES else None,
        rows=[
            {
                "setting": setting,
                "default": shown(setting, in_file(programme, setting) if programme else setting.default_text),
                "current": shown(setting, values.text(setting, slug)) if not setting.secret else "",
                "fixed": values.is_fixed(setting),
                "long": is_long(setting),
                "kept": setting.secret and bool(values.text(setting, slug)),
            }
            for setting in of_group(group)
        ],
    )


def _place(form: FlaskForm, refusal: RuleViolation) -> None:
    """At its field, or above all of them."""
    if refusal.field and refusal.field in form:
        form[refusal.field].errors = [*form[refusal.field].errors, words_for(refusal)]
    else:
        form.form_errors.append(words_for(refusal))


def _link(group: Group, slug: str = "") -> dict[str, Any]:
    title, lead = PAGES[group]
    own = url_for("office.settings_of_service", own_group=group, slug=slug) if slug else ""
    return {"url": own or url_for("office.settings_page", group=group), "label": title, "note": lead}
