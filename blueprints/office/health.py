"""The office's health on one page: what monitoring sees, in words, and what a person may do about it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.office import office
from blueprints.office.forms import ReasonForm
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from domain.access import Actor, Permission
from queries import health as looks
from queries.health import Finding
from services import backups, continuity, timekeeping
from services.office import Office


@office.get("/health")
@requires(Permission.SEE_HEALTH)
def health() -> ResponseReturnValue:
    return _page(looks.quick(current_office()))


@office.post("/health/check")
@requires(Permission.SEE_HEALTH)
def check_health() -> ResponseReturnValue:
    """Looks at every page, row and hash; a question, not a change, and so it needs no redirect."""
    return _page(looks.thorough(current_office()), thorough=True)


@office.post("/health/backup")
@requires(Permission.MANAGE_OFFICE)
def make_backup() -> ResponseReturnValue:
    """A backup now, beside those of every day."""
    backups.make(current_office(), current_actor())
    flash(_("バックアップを作成し、復元できることを確認しました。"), "success")
    return redirect(url_for("office.health"), 303)


@office.post("/health/resolve")
@requires(Permission.MANAGE_OFFICE, fresh=True)
def resolve_restore() -> ResponseReturnValue:
    """Goes on from a restored database."""
    return _say_why(
        continuity.resolve, _("復元後の確認を記録し、発行を再開しました。数分のうちに新しい失効リストを公開します。")
    )


@office.post("/health/clock")
@requires(Permission.MANAGE_OFFICE, fresh=True)
def accept_clock() -> ResponseReturnValue:
    """Says that the clock is right, and the records were made under a wrong one."""
    return _say_why(timekeeping.accept_clock, _("時計が正しいことを記録しました。"))


def _say_why(act: Callable[[Office, Actor, str], None], done: str) -> ResponseReturnValue:
    """Does it with the reason that was typed."""
    form, here = ReasonForm(), current_office()
    if form.validate_on_submit():
        act(here, current_actor(), form.reason.data)
        flash(done, "success")
        return redirect(url_for("office.health"), 303)
    return _page(looks.quick(here), form=form), 400


def _page(findings: list[Finding], *, thorough: bool = False, form: ReasonForm | None = None) -> str:
    here = current_office()
    cases = {finding.case for finding in findings}
    return render_template(
        "office/health.html",
        findings=findings,
        thorough=thorough,
        worst=looks.worst(findings),
        gap=continuity.gap(here) if "set_back" in cases else None,
        clock_behind="behind" in cases,
        may_manage=current_actor().may(Permission.MANAGE_OFFICE),
        form=form or ReasonForm(),
        now=here.clock(),
    )
