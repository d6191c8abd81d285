"""The file for the medium that is posted instead of a download (S4-06, S4-19)."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.review import review
from blueprints.review.forms import MediumForm
from blueprints.review.outcome import refused
from blueprints.review.page import REFUSED
from blueprints.shared.access import requires
from blueprints.shared.days import put_words
from blueprints.shared.office import current_actor, current_office
from domain.access import Permission
from domain.certificates.application import ApplicationState
from domain.errors import RuleViolation
from queries.application_record import record
from queries.issued_certificate import issued_certificate
from services import media


@review.get("/<code>/medium")
@requires(Permission.DISPATCH)
def medium_again(code: str) -> ResponseReturnValue:
    """A medium is spoilt: why, before another is made."""
    found, certificate = record(current_office(), code), issued_certificate(current_office(), code)
    if found.state is not ApplicationState.ISSUED or certificate is None or certificate.medium is None:
        return redirect(url_for("review.application", code=code), 303)
    return render_template("review/medium.html", application=found, form=MediumForm(formdata=None), refusal="")


@review.post("/<code>/medium.iso")
@requires(Permission.DISPATCH)
def make_medium(code: str) -> ResponseReturnValue:
    """A POST, since each making is on record; from the second on with its reason."""
    form = MediumForm()
    try:
        content = media.make_medium(current_office(), current_actor(), code, reason=form.reason.data or "")
    except RuleViolation as refusal:
        if refusal.field != "reason":
            return refused(code, refusal, reached=ApplicationState.DISPATCHED)
        put_words(form.reason, refusal)
        found = record(current_office(), code)
        return render_template("review/medium.html", application=found, form=form, refusal=""), REFUSED
    answer = Response(content, content_type="application/x-iso9660-image")
    answer.headers.set("Content-Disposition", "attachment", filename=f"medium-{code}.iso")
    answer.headers["Cache-Control"] = "no-store"
    return answer
