"""The page itself, the reprint and the withdrawal."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.applicant import applicant
from blueprints.applicant.standing import MILESTONES, ON_MEDIUM, STANDINGS, standing
from blueprints.shared.access import open_to_all
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.states import label_of
from blueprints.shared.words import words_for
from domain.errors import RuleViolation
from services import applicants, receipts


@applicant.get("/")
@open_to_all
def page(slug: str, token: str) -> ResponseReturnValue:
    """Steps with their days, what is missing, and what one can do now."""
    found = standing(slug, token)
    return render_template(
        "applicant/page.html",
        found=found,
        token=token,
        label=label_of("application", found.state),
        milestones=ON_MEDIUM if found.medium else MILESTONES,
        standings=STANDINGS,
        online_receipts=receipts.taken_online(current_office()),
    )


@applicant.get("/application.pdf")
@open_to_all
def reprint(slug: str, token: str) -> ResponseReturnValue:
    """The exact bytes that were printed first (design §6)."""
    standing(slug, token)
    code, pdf = applicants.reprint(current_office(), token)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=f"application-{code}.pdf")
    return answer


@applicant.get("/withdrawal")
@open_to_all
def withdrawal(slug: str, token: str) -> ResponseReturnValue:
    """What withdrawing means, before it is done."""
    found = standing(slug, token)
    if not found.may_withdraw:
        return redirect(url_for("applicant.page", slug=slug, token=token), 303)
    return render_template("applicant/withdrawal.html", found=found, token=token)


@applicant.post("/withdrawal")
@open_to_all
def withdraw(slug: str, token: str) -> ResponseReturnValue:
    standing(slug, token)
    try:
        applicants.withdraw(current_office(), current_actor(), token)
    except RuleViolation as refusal:
        if refusal.status != 409:
            raise
        flash(_("取下げを受け付けられませんでした。%(why)s", why=words_for(refusal)), "danger")
    else:
        flash(_("お申し込みを取り下げました。個人情報は消去しました。"), "success")
    return redirect(url_for("applicant.page", slug=slug, token=token), 303)
