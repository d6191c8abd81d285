"""Accounts of others: the list, inviting, posts, closing, a lost device."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.office import office
from blueprints.office.account_forms import InviteForm, RolesForm
from blueprints.office.second_factor import put
from blueprints.shared import states
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.places import MOST
from blueprints.shared.posts import POST_NOTES, post_words, posts_words
from blueprints.shared.words import words_for
from domain.access import Permission, Role
from domain.account import INVITATION
from domain.errors import InvalidInput, RuleViolation
from queries import accounts as people
from queries.accounts import Account, House
from services import accounts as manage

_ID = f"<int(max={MOST}):staff_id>"


@office.get("/accounts")
@requires(Permission.MANAGE_OWN_PEOPLE)
def accounts() -> ResponseReturnValue:
    state, text = request.args.get("state", ""), request.args.get("text", "").strip()[:100]
    found = people.manageable(current_office(), current_actor(), state=state, text=text)
    return render_template(
        "office/accounts.html",
        rows=found,
        state=state,
        text=text,
        states=[("", _("すべて")), *states.choices("account")],
        posts_words=posts_words,
        manages_office=current_actor().may(Permission.MANAGE_OFFICE),
    )


@office.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_OWN_PEOPLE, fresh=True)
def invite() -> ResponseReturnValue:
    houses = people.houses(current_office(), current_actor())
    form = _invite_form(houses)
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                staff_id = _invite(form)
            except InvalidInput as refusal:
                status = put(form, refusal)
            else:
                flash(_("%(email)s へ招待のメールを送ります。", email=form.email.data), "success")
                return redirect(url_for("office.account", staff_id=staff_id), 303)
    page = render_template("office/invite.html", form=form, houses=houses, notes=POST_NOTES, days=INVITATION.days)
    return page, status


@office.get(f"/accounts/{_ID}")
@requires(Permission.MANAGE_OWN_PEOPLE)
def account(staff_id: int) -> ResponseReturnValue:
    found = people.one(current_office(), current_actor(), staff_id)
    form = RolesForm(formdata=None, data={"roles": [str(role) for role in found.roles]})
    form.roles.choices = _choices(_posts_of(found))
    return _page(found, form)


@office.post(f"/accounts/{_ID}/roles")
@requires(Permission.MANAGE_OWN_PEOPLE, fresh=True)
def set_roles(staff_id: int) -> ResponseReturnValue:
    found = people.one(current_office(), current_actor(), staff_id)
    form = RolesForm()
    form.roles.choices = _choices(_posts_of(found))
    if not form.validate():
        return _page(found, form, 422)
    roles = [Role(role) for role in form.roles.data or ()]
    return _try(
        staff_id,
        lambda: manage.set_roles(current_office(), current_actor(), staff_id, roles),
        _("役割を変更しました。%(name)sさんのログインは終了します。", name=found.name),
    )


@office.post(f"/accounts/{_ID}/disable")
@requires(Permission.MANAGE_OWN_PEOPLE, fresh=True)
def disable(staff_id: int) -> ResponseReturnValue:
    return _try(
        staff_id,
        lambda: manage.disable(current_office(), current_actor(), staff_id),
        _("アカウントを停止しました。"),
    )


@office.post(f"/accounts/{_ID}/enable")
@requires(Permission.MANAGE_OWN_PEOPLE, fresh=True)
def enable(staff_id: int) -> ResponseReturnValue:
    return _try(
        staff_id,
        lambda: manage.enable(current_office(), current_actor(), staff_id),
        _("アカウントを再開しました。"),
    )


@office.post(f"/accounts/{_ID}/invite-again")
@requires(Permission.MANAGE_OWN_PEOPLE, fresh=True)
def invite_again(staff_id: int) -> ResponseReturnValue:
    return _try(
        staff_id,
        lambda: manage.invite_again(current_office(), current_actor(), staff_id),
        _("招待のメールをもう一度送ります。前のURLは使えなくなりました。"),
    )


@office.post(f"/accounts/{_ID}/reset-factors")
@requires(Permission.MANAGE_OFFICE, fresh=True)
def reset_factors(staff_id: int) -> ResponseReturnValue:
    """A lost telephone: another administrator takes it away; where two must act, the second one does."""
    try:
        done = manage.reset_factors(current_office(), current_actor(), staff_id)
    except RuleViolation as refusal:
        return _refused(staff_id, refusal)
    words = (
        _("端末の登録を取り消し、本人へ再設定のメールを送ります。")
        if done
        else _("取消しを申請しました。ほかの管理者がこの画面で承認すると、端末の登録が取り消されます。")
    )
    flash(words, "success" if done else "info")
    return redirect(url_for("office.account", staff_id=staff_id), 303)


def _try(staff_id: int, act: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        act()
    except RuleViolation as refusal:
        return _refused(staff_id, refusal)
    flash(done, "success")
    return redirect(url_for("office.account", staff_id=staff_id), 303)


def _refused(staff_id: int, refusal: RuleViolation) -> ResponseReturnValue:
    """A refusal of this state of things is said on the account's page; the others have pages of their own."""
    if refusal.status != 409:
        raise refusal
    flash(words_for(refusal), "danger")
    return redirect(url_for("office.account", staff_id=staff_id), 303)


def _page(found: Account, form: RolesForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    page = render_template(
        "office/account.html",
        account=found,
        form=form,
        notes=POST_NOTES,
        posts_words=posts_words,
        is_own=found.id == actor.staff_id,
        manages_office=actor.may(Permission.MANAGE_OFFICE),
        asked_by_me=found.reset_asked_by == actor.staff_id,
    )
    return page, status


def _invite_form(houses: Sequence[House]) -> InviteForm:
    form = InviteForm()
    form.house.choices = [(_house_value(house.id), house.name or _("この窓口")) for house in houses]
    form.roles.choices = _choices(dict.fromkeys(role for house in houses for role in house.posts))
    return form


def _invite(form: InviteForm) -> int:
    return manage.invite(
        current_office(),
        current_actor(),
        email=form.email.data,
        name=form.name.data.strip(),
        roles=[Role(role) for role in form.roles.data or ()],
        organisation_id=int(form.house.data) if form.house.data != _house_value(None) else None,
    )


def _house_value(house_id: int | None) -> str:
    return "office" if house_id is None else str(house_id)


def _posts_of(found: Account) -> Sequence[Role]:
    """The posts people of the account's house can hold."""
    houses = people.houses(current_office(), current_actor())
    return next((house.posts for house in houses if house.id == found.organisation_id), found.roles)


def _choices(roles: Sequence[Role] | dict[Role, None]) -> list[tuple[str, str]]:
    return [(str(role), post_words(role)) for role in roles]
