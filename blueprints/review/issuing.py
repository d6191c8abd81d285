"""Issuing the certificate of an accepted application, by a second person (S4-146…S4-152)."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import review
from blueprints.review.outcome import attempt
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.stopped import stopped
from domain.access import Permission
from domain.certificates.application import ApplicationState
from domain.japanese.local_time import day_in_japan
from domain.pki.validity import last_day_of_term
from queries.application_record import record
from services import issuance


@review.get("/<code>/issue")
@requires(Permission.ISSUE)
def issue(code: str) -> ResponseReturnValue:
    """What the certificate will say, before it says so for good."""
    office, actor = current_office(), current_actor()
    found = record(office, code)
    if found.state is not ApplicationState.ACCEPTED:
        return redirect(url_for("review.application", code=code), 303)
    first_day = day_in_japan(office.clock())
    return render_template(
        "review/issue.html",
        application=found,
        first_day=first_day,
        last_day=last_day_of_term(first_day, found.years),
        **stopped(),
        own_acceptance=found.two_person and found.accepted_by_id == actor.staff_id,
    )


@review.post("/<code>/issue")
@requires(Permission.ISSUE)
def make_certificate(code: str) -> ResponseReturnValue:
    return attempt(
        code,
        lambda: issuance.issue(current_office(), current_actor(), code),
        done=_("証明書を発行しました。申込者へダウンロードURLのメールを送ります。次は、送付書類を発送してください。"),
        reached=ApplicationState.ISSUED,
    )
