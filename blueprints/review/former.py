"""A renewal beside the former application (S4-185)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.review import review
from blueprints.shared.access import requires
from blueprints.shared.office import current_office
from domain.access import Permission
from queries.application_record import record
from queries.former_application import former_application


@review.get("/<code>/former")
@requires(Permission.SEE_APPLICATIONS)
def former(code: str) -> ResponseReturnValue:
    office = current_office()
    return render_template(
        "review/former.html", application=record(office, code), former=former_application(office, code)
    )
