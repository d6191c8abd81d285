"""The audit trail, and the check of its chain (design §3)."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.office import office
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.places import place_from, place_text
from domain.access import Permission
from domain.certificates.numbering import read_code
from domain.errors import InvalidInput
from queries import audit_events
from queries.audit_events import Verdict
from queries.keyset import Place

LONGEST_SUBJECT = 100
"""Of what is searched for: SQLite refuses a LIKE of 50,000 octets, and no subject is so long."""


@office.get("/audit")
@requires(Permission.SEE_AUDIT)
def audit_trail() -> ResponseReturnValue:
    return _page()


@office.post("/audit/check")
@requires(Permission.SEE_AUDIT)
def check_audit_trail() -> ResponseReturnValue:
    """Computes the whole chain anew; a question, not a change, and so it needs no redirect."""
    return _page(audit_events.verdict(current_office()))


def _page(verdict: Verdict | None = None) -> str:
    typed = request.args.get("subject", "").strip()[:LONGEST_SUBJECT]
    found = audit_events.trail(
        current_office(), subject=_subject(typed), place=place_from(request.args.get("page", ""), (int,))
    )

    def url(place: Place | None) -> str:
        return url_for("office.audit_trail", subject=typed, page=place_text(place)) if place else ""

    return render_template(
        "office/audit_trail.html",
        page_of_events=found,
        subject=typed,
        newer_url=url(found.previous),
        older_url=url(found.following),
        verdict=verdict,
        checked_at=current_office().clock(),
        sees_applications=current_actor().may(Permission.SEE_APPLICATIONS),
    )


def _subject(typed: str) -> str:
    """A bare application code names its application; anything else is the beginning of a subject's name."""
    try:
        return f"application:{read_code(typed)}"
    except InvalidInput:
        return typed
