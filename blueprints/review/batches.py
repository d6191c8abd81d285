"""Issuing many certificates in one go, with progress (S4-146, S4-152)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import review
from blueprints.review.page import REFUSED
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.stopped import stopped
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.issue_batch import MOST_IN_BATCH
from domain.errors import InvalidInput, RuleViolation
from queries import issue_batches as kept
from services import issue_batches


@review.get("/batches")
@requires(Permission.ISSUE)
def batches() -> ResponseReturnValue:
    return _page()


@review.post("/batches")
@requires(Permission.ISSUE)
def start_batch() -> ResponseReturnValue:
    try:
        number = issue_batches.start(current_office(), current_actor(), request.form.getlist("code"))
    except RuleViolation as refusal:
        if refusal.status not in {400, 404, 409}:
            raise
        return _page(words_for(refusal)), REFUSED
    return redirect(url_for("review.batch", batch_id=number), 303)


@review.get("/batches/<int:batch_id>")
@requires(Permission.ISSUE)
def batch(batch_id: int) -> ResponseReturnValue:
    """How far it is; the page brings itself up to date."""
    refused = [(row, words_for(InvalidInput(row.refusal))) for row in kept.refused(current_office(), batch_id)]
    found = kept.batch(current_office(), batch_id)
    paused = words_for(InvalidInput(found.paused)) if found.paused else ""
    return render_template("review/batch.html", batch=found, refused=refused, paused=paused)


@review.post("/batches/<int:batch_id>/stop")
@requires(Permission.ISSUE)
def stop_batch(batch_id: int) -> ResponseReturnValue:
    issue_batches.stop(current_office(), current_actor(), batch_id)
    flash(_("まだ始めていない発行を取りやめました。"), "info")
    return redirect(url_for("review.batch", batch_id=batch_id), 303)


def _page(problem: str = "") -> str:
    return render_template(
        "review/batches.html",
        rows=kept.issuable(current_office(), current_actor()),
        batches=kept.recent(current_office()),
        problem=problem,
        **stopped(),
        most=MOST_IN_BATCH,
    )
