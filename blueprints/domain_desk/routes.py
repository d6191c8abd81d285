"""Open applications with their batch, one application, and the word of one's own house."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints.domain_desk import domain_desk
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.bonds.orderer_domain import DomainWish, Verdict
from domain.errors import InvalidInput, RuleViolation
from queries import orderer_domains as applied
from services import orderer_domains

REFUSED = 422
LONGEST_REASON = 1000
WISHES = {DomainWish.ADD: _l("登録"), DomainWish.CHANGE: _l("変更"), DomainWish.REMOVE: _l("削除")}


class DecisionForm(FlaskForm):
    """Yes or no, and why not."""

    verdict = RadioField(
        _l("回答"),
        choices=[SelectChoice(Verdict.APPROVE, _l("承認する")), SelectChoice(Verdict.REJECT, _l("否認する"))],
        validate_choice=False,
    )
    reason = TextAreaField(_l("否認の理由"), description=_l("否認のときは必須です。可否通知のメールに載ります"))

    def read(self) -> Verdict | None:
        """None if something is missing; the words stand at its input."""
        if self.verdict.data not in set(Verdict):
            self.verdict.errors = [words_for(InvalidInput("choose_one"))]
            return None
        reason = (self.reason.data or "").strip()
        if len(reason) > LONGEST_REASON:
            self.reason.errors = [words_for(InvalidInput("too_long", limit=LONGEST_REASON))]
        elif self.verdict.data == Verdict.REJECT and not reason:
            self.reason.errors = [words_for(InvalidInput("required"))]
        return None if self.reason.errors else Verdict(self.verdict.data)


@domain_desk.get("")
@requires(Permission.DECIDE_DOMAINS)
def applications() -> ResponseReturnValue:
    closed = request.args.get("state") == "closed"
    found = applied.applications(current_office(), current_actor(), closed=closed)
    return render_template("domain_desk/applications.html", found=found, closed=closed, wishes=WISHES)


@domain_desk.get("/<int:application_id>")
@requires(Permission.DECIDE_DOMAINS)
def application(application_id: int) -> ResponseReturnValue:
    return _page(application_id, DecisionForm())


@domain_desk.post("/<int:application_id>")
@requires(Permission.DECIDE_DOMAINS)
def decide(application_id: int) -> ResponseReturnValue:
    form = DecisionForm()
    if (verdict := form.read()) is None:
        return _page(application_id, form), REFUSED
    try:
        orderer_domains.decide(
            current_office(),
            current_actor(),
            application_id,
            verdict=verdict,
            reason=(form.reason.data or "").strip() if verdict is Verdict.REJECT else "",
        )
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(words_for(refusal), "danger")
    else:
        flash(_("回答を記録しました。"), "success")
    return redirect(url_for("domain_desk.application", application_id=application_id), 303)


def _page(application_id: int, form: DecisionForm) -> str:
    found = applied.application(current_office(), current_actor(), application_id)
    return render_template("domain_desk/application.html", application=found, form=form, wishes=WISHES)
